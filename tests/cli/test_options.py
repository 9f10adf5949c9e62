"""Options: what holds where the command line says nothing."""

from itest.cli.options import RunOptions


def test_the_defaults_are_those_of_the_documentation():
    """Eight jobs, no limit, no reruns, no report."""
    options = RunOptions()
    assert (8, 0, 0, 1, None, None, (), "") == (
        options.jobs,
        options.maxfail,
        options.reruns,
        options.repeat,
        options.seed,
        options.junit_xml,
        tuple(options.reports),
        options.listing,
    )
