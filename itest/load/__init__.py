"""Text to typed, immutable scenarios and project; every error has a position."""
