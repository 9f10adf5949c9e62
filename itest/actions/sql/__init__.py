"""The action `sql`: statements with bound parameters, over SQLite."""
