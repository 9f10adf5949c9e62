"""The little shop that the README and scenarios/ run against; standard library only."""
