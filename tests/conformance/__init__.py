"""The official suites of what itest reads and judges by, run through itest's own code. They are not kept here."""
