"""Pure functions over the model: templates, paths, matchers, schemas, data flow, diffs, redaction."""
