"""`python -m itest` is `itest`."""

from itest.cli.main import main

main()
