"""JSON, text, paths and numbers as values: read, written, compared, bounded."""
