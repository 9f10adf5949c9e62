"""What is told of a run: the failure block, excerpts, provenance; and what must never be told, redacted."""
