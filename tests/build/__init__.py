"""The environments that itest is tested in: what stands locked, the lowest versions, the fast part of the tests."""
