// The list of scenarios: filters, search, and the way to one of them.

function filters(holder, items) {
  const chosen = new Set();
  const rows = items.map((item) => ({
    item,
    status: item.dataset.status,
    change: item.dataset.change,
    tags: [...item.querySelectorAll("summary .tag")].map((tag) => tag.textContent),
    words: item.querySelector("summary").textContent.toLowerCase(),
  }));
  const search = el("input", { type: "search", placeholder: "Search name, path, tag  ( / )", "aria-label": "Search scenarios" });
  const tag = choice("Tag", "every tag", [...new Set(rows.flatMap((row) => row.tags))].sort());
  const change = choice("Since the last run", "new and old", [...new Set(rows.map((row) => row.change))].filter(Boolean));
  const count = el("output", { role: "status" });
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of rows) {
      const fits = (!chosen.size || chosen.has(row.status)) && (!tag.value || row.tags.includes(tag.value)) &&
        (!change.value || row.change === change.value) && words.every((word) => row.words.includes(word));
      row.item.hidden = !fits;
      left += fits;
    }
    count.textContent = left === rows.length ? "" : `${left} of ${rows.length}`;
  };
  const buttons = Object.entries(DATA.words).filter(([status]) => rows.some((row) => row.status === status)).map(([status, word]) => {
    const amount = rows.filter((row) => row.status === status).length;
    const press = (event) => {
      chosen.has(status) ? chosen.delete(status) : chosen.add(status);
      event.currentTarget.setAttribute("aria-pressed", String(chosen.has(status)));
      apply();
    };
    return el("button", { type: "button", "aria-pressed": "false", class: `is-${status}`, click: press }, icon(status), `${word} ${amount}`);
  });
  const clear = () => {
    chosen.clear();
    [search.value, tag.value, change.value] = ["", "", ""];
    buttons.forEach((button) => button.setAttribute("aria-pressed", "false"));
    apply();
  };
  search.addEventListener("input", apply);
  [tag, change].forEach((select) => select.addEventListener("change", apply));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
    event.preventDefault();
    search.focus();
  });
  holder.append(...buttons, ...[tag, change].filter((select) => select.options.length > 1), search, count);
  holder.hidden = rows.length < 2;
  return clear;
}

function choice(name, all, values) {
  const select = el("select", { "aria-label": name }, el("option", { value: "" }, all));
  values.forEach((value) => select.append(el("option", { value }, value === "still" ? "still failing" : value)));
  return select;
}
