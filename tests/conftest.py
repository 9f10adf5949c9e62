"""What holds for every test."""

import os

from hypothesis import HealthCheck, settings

# Where these tests run on GitHub, the runs inside of them are not what its runner is to be told of.
for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "ITEST_GITHUB"):
    os.environ.pop(name, None)

# How busy the machine is says nothing about what is tested.
settings.register_profile("itest", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("itest")
