"""A program in an environment of its own: `python3 -I tests/build/surroundings.py PROGRAM …`.

Only what says where things are and how the network is reached is handed on; all else of the machine that could change
what is installed or tested is not: options of pip and pytest, `PYTHONPATH`, settings of itest, the user's own packages.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

KEPT = frozenset(
    {
        *("PATH", "HOME", "USER", "TMPDIR", "TERM", "CI", "PYENV_ROOT"),
        *("http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
        *("SSL_CERT_FILE", "SSL_CERT_DIR", "PIP_CERT", "PIP_CLIENT_CERT", "NODE_EXTRA_CA_CERTS"),
        *("PIP_INDEX_URL", "PIP_TRUSTED_HOST", "PIP_PROXY", "PIP_DEFAULT_TIMEOUT", "PIP_CACHE_DIR"),
        "ITEST_REQUIRE_SERVICES",  # what CI says to the tests
        *("npm_config_registry", "npm_config_cafile", "npm_config_cache"),
    }
)


def kept(environment: Mapping[str, str]) -> dict[str, str]:
    """What is handed on of an environment, and two switches: no packages of the user, no advice of pip."""
    switches = {"PYTHONNOUSERSITE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return {name: value for name, value in environment.items() if name in KEPT} | switches


if __name__ == "__main__":
    os.execvpe(sys.argv[1], sys.argv[1:], kept(os.environ))
