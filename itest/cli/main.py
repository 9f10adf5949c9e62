"""The command line: the commands, and what becomes of errors that reach the top.

Only typer is imported at module level; each command imports what it needs when it is called. Annotations are not
postponed, and typer does without rich, whose import takes longer than the help: a start costs half of it.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from itest import __version__
from itest.cli.exits import Exit

app = typer.Typer(
    name="itest",
    help="Run declarative integration scenarios against real endpoints, and see precisely what broke and where.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

docs_app = typer.Typer(help="Living documentation.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(docs_app, name="docs")

PathsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[PATH[:LINE|[ROW]]]...", help="Files or folders; default: scenarios/")
]
EnvOption = Annotated[str | None, typer.Option("--env", "-e", envvar="ITEST_ENV", help="Environment of itest.yaml.")]
VarOption = Annotated[list[str] | None, typer.Option("--var", "-V", metavar="NAME=VALUE", help="Set a variable.")]
EnvFileOption = Annotated[Path | None, typer.Option("--env-file", help="Read this file, too; it wins over .env.")]
ProjectOption = Annotated[
    Path | None, typer.Option("--project", metavar="PATH", help="The project: its itest.yaml, or the folder of that.")
]
KeywordOption = Annotated[str | None, typer.Option("-k", metavar="EXPR", help="Words in file, name or tags.")]
TagsOption = Annotated[str | None, typer.Option("--tags", "-t", metavar="EXPR", help='"smoke and not slow"')]
ColorOption = Annotated[str, typer.Option("--color", help="auto, always or never.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"itest {__version__}")
        raise typer.Exit()


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Options of itest itself."""


@app.command()
def run(
    paths: PathsArgument = None,
    env: EnvOption = None,
    var: VarOption = None,
    env_file: EnvFileOption = None,
    project: ProjectOption = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Seed of every random value.", min=0)] = None,
    keyword: KeywordOption = None,
    tags: TagsOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=256, help="Scenarios in flight.")] = 8,
    exit_first: Annotated[
        bool, typer.Option("-x", "--exitfirst", help="Stop after the first broken scenario.")
    ] = False,
    maxfail: Annotated[int, typer.Option("--maxfail", min=0, help="Stop after this many broken scenarios.")] = 0,
    reruns: Annotated[int, typer.Option("--reruns", min=0, help="Run a broken scenario again this often.")] = 0,
    fail_on_flaky: Annotated[bool, typer.Option("--fail-on-flaky", help="A flaky scenario fails the run.")] = False,
    repeat: Annotated[int, typer.Option("--repeat", min=1, help="Run every scenario this often.")] = 1,
    junit_xml: Annotated[str | None, typer.Option("--junit-xml", metavar="PATH", help="Write JUnit XML.")] = None,
    junit_cases: Annotated[str, typer.Option("--junit-cases", help="scenario or step.")] = "scenario",
    junit_style: Annotated[str, typer.Option("--junit-style", help="full, or jenkins: its strict schema.")] = "full",
    html: Annotated[str | None, typer.Option("--html", metavar="PATH", help="Write an HTML report.")] = None,
    json: Annotated[str | None, typer.Option("--json", metavar="PATH", help="Write the events as NDJSON.")] = None,
    report: Annotated[
        list[str] | None, typer.Option("--report", metavar="NAME[=PATH]", help="Write the report of this name.")
    ] = None,
    list_only: Annotated[bool, typer.Option("--list", help="Show what would run, and stop.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Load, check and show the steps; send nothing.")] = False,
    examples: Annotated[
        bool, typer.Option("--examples", help="Keep what was sent and answered, for `docs build`.")
    ] = False,
    durations: Annotated[
        int, typer.Option("--durations", min=0, metavar="N", help="Show the N slowest scenarios and steps.")
    ] = 0,
    profile: Annotated[
        bool, typer.Option("--profile", help="Show where the time went: connecting, servers, pauses, itest itself.")
    ] = False,
    pass_with_no_tests: Annotated[
        bool, typer.Option("--pass-with-no-tests", help="Exit 0 where nothing is selected.")
    ] = False,
    verbose: Annotated[
        int, typer.Option("-v", "--verbose", count=True, help="Show every step with its exchange; -vv wholly.")
    ] = 0,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Show failures and the last line only.")] = False,
    color: ColorOption = "auto",
) -> None:
    """Run scenarios."""
    from itest.cli import running
    from itest.cli.loading import Asked
    from itest.cli.options import RunOptions

    asked = Asked(
        paths=paths or [],
        environment=env,
        variables=var or [],
        env_file=env_file,
        project=project,
        keyword=keyword,
        tags=tags,
    )
    options = RunOptions(
        seed=seed,
        jobs=jobs,
        maxfail=1 if exit_first else maxfail,
        reruns=reruns,
        fail_on_flaky=fail_on_flaky,
        repeat=repeat,
        junit_xml=junit_xml,
        junit_cases=junit_cases,
        junit_style=junit_style,
        html=html,
        json=json,
        reports=report or [],
        listing="plan" if list_only else "steps" if dry_run else "",
        examples=examples,
        durations=durations,
        profile=profile,
        pass_with_no_tests=pass_with_no_tests,
        verbosity=-1 if quiet else verbose,
        color=color,
    )
    raise typer.Exit(running.run(asked, options))


@app.command()
def validate(
    paths: PathsArgument = None,
    env: EnvOption = None,
    var: VarOption = None,
    env_file: EnvFileOption = None,
    project: ProjectOption = None,
) -> None:
    """Check scenarios without sending anything."""
    from itest.cli.loading import Asked
    from itest.cli.loading import validate as check

    raise typer.Exit(
        check(Asked(paths=paths or [], environment=env, variables=var or [], env_file=env_file, project=project))
    )


@app.command("list")
def list_(
    paths: PathsArgument = None,
    env: EnvOption = None,
    var: VarOption = None,
    env_file: EnvFileOption = None,
    project: ProjectOption = None,
    keyword: KeywordOption = None,
    tags: TagsOption = None,
) -> None:
    """Show the scenarios that would run."""
    from itest.cli import running
    from itest.cli.loading import Asked
    from itest.cli.options import RunOptions

    asked = Asked(
        paths=paths or [],
        environment=env,
        variables=var or [],
        env_file=env_file,
        project=project,
        keyword=keyword,
        tags=tags,
    )
    raise typer.Exit(running.run(asked, RunOptions(listing="plan")))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where to begin.")] = Path(),
    demo: Annotated[bool, typer.Option("--demo", help="With a small shop to run against.")] = False,
) -> None:
    """Begin a project: itest.yaml and a first scenario."""
    from itest.cli.beginning import begin

    raise typer.Exit(begin(folder, demo=demo))


@app.command()
def schema(
    which: Annotated[str, typer.Argument(help="scenario or project.")] = "scenario",
) -> None:
    """Print the JSON Schema that editors complete and check scenarios with."""
    from itest.cli.telling import tell_schema

    raise typer.Exit(tell_schema(which))


@app.command()
def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A code such as IT104; `all` lists them.")],
) -> None:
    """Say what a code means."""
    from itest.cli.telling import tell_code

    raise typer.Exit(tell_code(code))


@docs_app.command("build")
def docs_build(
    paths: PathsArgument = None,
    env: EnvOption = None,
    var: VarOption = None,
    env_file: EnvFileOption = None,
    project: ProjectOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The folder it is built in.", show_default="docs/scenarios")
    ] = None,
    form: Annotated[str, typer.Option("--format", "-f", help="markdown, html or both.")] = "markdown",
    check: Annotated[bool, typer.Option("--check", help="Only say whether it is up to date: exit 0 or 1.")] = False,
    refresh: Annotated[bool, typer.Option("--refresh", help="Take every example from the last run.")] = False,
) -> None:
    """Build it from scenarios and what was seen when they last passed."""
    from itest.cli.documenting import DocsOptions, build
    from itest.cli.loading import Asked

    asked = Asked(paths=paths or [], environment=env, variables=var or [], env_file=env_file, project=project)
    raise typer.Exit(build(asked, DocsOptions(out=out, form=form, check=check, refresh=refresh)))


def main() -> int:
    """Run the command line and give its exit code; never a traceback."""
    return guarded(_flushed)


def _flushed() -> None:
    """The command, and what it left in the buffer, which the interpreter would flush in its own words if it cannot."""
    try:
        app()
    finally:
        sys.stdout.flush()


def guarded(command: Callable[[], Any]) -> int:
    """The exit code of a command, whatever it raises."""
    try:
        command()
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else Exit.PASSED if exit_.code is None else Exit.FAILED
    except KeyboardInterrupt:
        return Exit.SIGINT
    except Exception as error:
        return _told(error)
    return Exit.PASSED


def _told(error: Exception) -> int:
    """The exit code of an error that reached the top, which has been shown."""
    from itest.cli.problems import output_lost, show_defect, show_problems
    from itest.model.problem import ItestError, ReportError

    if isinstance(error, ItestError):
        show_problems(error.problems)
        return Exit.REPORT if isinstance(error, ReportError) else Exit.USAGE
    if output_lost(error):
        return Exit.REPORT
    # A defect of ours; the user gets a sentence and a file, not a traceback.
    show_defect(error)
    return Exit.DEFECT
