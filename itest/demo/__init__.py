"""The demo shop: two small HTTP services over SQLite that the README and `scenarios/` run against.

It is what a user of itest would test, so it knows nothing of itest, and it needs nothing beside Python.
"""
