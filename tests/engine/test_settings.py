"""Settings: what holds where the command line says nothing."""

from itest.engine.settings import RunSettings


def test_the_defaults_are_those_of_the_documentation():
    """Eight jobs, no limit, no reruns."""
    settings = RunSettings(seed=1)
    assert (8, 0, 0, False, False, ()) == (
        settings.jobs,
        settings.maxfail,
        settings.reruns,
        settings.fail_on_flaky,
        settings.detail,
        settings.rerun_arguments,
    )
