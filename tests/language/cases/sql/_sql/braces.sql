select '{{ sku }}' as text;
