"""Matching an expected value against an actual one: operators, schemas, differences."""
