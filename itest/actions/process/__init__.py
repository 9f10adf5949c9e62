"""The action `run`: a command, its output and its exit code."""
