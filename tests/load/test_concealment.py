"""Load errors do not quote secrets."""

from itest.load.concealment import concealed
from itest.model.problem import Problem
from itest.model.project import Project
from itest.model.source import Source, Span

TEXT = """\
name: A
secrets:
  - pin
vars: {pin: "1234-5678", other: 99, live: "{{ pin }}"}
note: from-the-environment
"""


def shown(text: str, *, line: int, project: Project, env: dict[str, str]) -> str:
    """The marked line as the problem shows it."""
    excerpt = Source("a.yaml", text).excerpt(Span("a.yaml", line, 1, line, 4), context=0)
    (problem,) = concealed([Problem(code="IT301", message="no", excerpt=excerpt)], [text], project, env)
    assert problem.excerpt is not None
    return problem.excerpt.lines[0][1]


def test_what_a_file_declares_secret_itself_is_hidden(tmp_path):
    """The literal of a declared name and nothing else of the line."""
    found = shown(TEXT, line=4, project=Project(root=tmp_path), env={})
    assert 'vars: {pin: "***", other: 99, live: "{{ pin }}"}' == found


def test_what_the_environment_holds_is_hidden(tmp_path):
    """Under a name that the project declares, or one that tells of a secret."""
    declared = Project(root=tmp_path, secrets=("PLAIN",))
    value = "from-the-environment"
    lines = [
        shown(TEXT, line=5, project=Project(root=tmp_path), env={"PLAIN": value}),
        shown(TEXT, line=5, project=declared, env={"PLAIN": value}),
        shown(TEXT, line=5, project=Project(root=tmp_path), env={"CI_TOKEN": value}),
        shown(TEXT, line=5, project=Project(root=tmp_path, overrides={"password": value}), env={}),
    ]
    assert [f"note: {value}", "note: ***", "note: ***", "note: ***"] == lines


def test_a_secret_in_the_quotes_of_a_hint_is_hidden(folder):
    """There its own quotes are doubled."""
    value = """it's-"quite"-secret[0]"""
    folder.write({"itest.yaml": "secrets: [PIN]\n", "a.yaml": f"name: A\nvars: {{pin: {value}}}\n"})
    (problem,) = folder.problems(env={"PIN": value})
    assert ("IT301", "quote this: `'***'`") == (problem.code, problem.hint)
    assert (2, "vars: {pin: ***}") in problem.excerpt.lines
