"""The expression language: expressions and templates, their names, functions and filters."""
