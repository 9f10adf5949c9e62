"""Concealment: secrets in the source lines that a load error quotes.

Nothing was rendered yet, so a secret is what the environment holds under a declared (or telling) name, and what a file
itself writes under a name that it declares secret.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from itest.evaluate.telling.environment import hidden_values
from itest.evaluate.telling.redact import Redactor
from itest.evaluate.telling.secret_names import names_secret
from itest.model.lazy_pattern import lazy_pattern
from itest.model.problem import Problem
from itest.model.project import Project

_DECLARED = lazy_pattern(r"(?m)^[ \t]*secrets:[ \t]*(?:(?P<flow>\[)|(?P<block>(?:\n[ \t]*-[^\n]*)++))")
_PASSWORD = lazy_pattern(r"//[^\s/:@\"']{1,100}:([^\n@\"']{1,100})@")
"""In a URL, where it may hold what makes that none, such as a blank."""
_NAME = lazy_pattern(r"[A-Za-z_][A-Za-z0-9_]*")
_LITERAL = lazy_pattern(
    r"""(?<![A-Za-z0-9_])(?P<name>[A-Za-z_][A-Za-z0-9_]*)["']?[ \t]*:[ \t]+"""
    r"""(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<plain>[^\s"'\[{#&*|>][^,}\n]*))"""
)


def concealed(
    problems: Iterable[Problem], texts: Iterable[str], project: Project, env: Mapping[str, str]
) -> list[Problem]:
    """The problems without secrets; `texts` are those of the files they are in, `env` the process environment."""
    redactor = Redactor()
    texts = tuple(texts)
    declared = {*project.secrets, *(name for text in texts for name in _declared(text))}
    written = (each for text in texts for each in (*_written(text, declared), *_PASSWORD.findall(text)))
    for secret in (*_outside(declared, project, env), *written):
        redactor.add(secret)
    return [redactor.redact(problem) for problem in problems]


def _outside(declared: set[str], project: Project, env: Mapping[str, str]) -> Iterator[str]:
    for name, value in {**project.dotenv, **env}.items():
        if name in declared:
            yield value
    yield from (secret for secret, _ in hidden_values({**project.dotenv, **env}))
    for name, value in project.overrides.items():
        if name in declared or names_secret(name):
            yield value


def _declared(text: str) -> Iterator[str]:
    """The names under `secrets:`, also of a file that is no YAML."""
    place, last = 0, text.rfind("]")
    while match := _DECLARED.search(text, place):
        place = match.end()
        if match["flow"]:
            # A list that is not closed ends with its line; to look for its end each time would take for ever.
            place = text.find("]" if place <= last else "\n", place)
            place = len(text) if place < 0 else place
        yield from _NAME.findall(text, match.end() if match["flow"] else match.start("block"), place)


def _written(text: str, declared: set[str]) -> Iterator[str]:
    """The literal values of declared names; a template is no secret by itself."""
    for match in _LITERAL.finditer(text):
        value = next(part for part in match.group("double", "single", "plain") if part is not None).strip()
        if match["name"] in declared and "{{" not in value:
            yield value
