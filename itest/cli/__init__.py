"""The composition root: options to objects, wiring, exit codes."""
