"""`python -m itest` is `itest`."""

from itest.cli.entry import main

main()
