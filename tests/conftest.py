"""What holds for every test."""

import os

# Where these tests run on GitHub, the runs inside of them are not what its runner is to be told of.
for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "ITEST_GITHUB"):
    os.environ.pop(name, None)
