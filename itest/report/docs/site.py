"""The site: all pages of the documentation as files, and what has to change on the disk to have them there.

Nothing is touched that was not built here: a page begins with a mark, and a file without it is never overwritten.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from itest.evaluate.telling.redact import Redactor
from itest.files.place import Place, entries, inside, read, remove, write
from itest.files.reading import NotRead, content
from itest.model.problem import Problem, UsageError
from itest.model.record import Record
from itest.model.values import SchemaFile
from itest.report.docs import html, markdown
from itest.report.docs.blocks import Page
from itest.report.docs.calls import Calls
from itest.report.docs.catalogue import Catalogue
from itest.report.docs.chapters import Chapter, Material, chapters
from itest.report.docs.identity import OF_PAGES
from itest.report.docs.overview_pages import first_page, services_page
from itest.report.docs.recorder import in_project
from itest.report.docs.records import RECORDS, written
from itest.report.docs.scenario_page import scenario_page, schema_linker
from itest.report.docs.steps import Teller
from itest.report.files import report_error

FORMATS: Mapping[str, tuple[str, ...]] = {
    "markdown": ("markdown",),
    "html": ("html",),
    "both": ("markdown", "html"),
}
MAX_PAGE = 50_000_000
"""Bytes of a file that may be one of our pages."""
_SECRET = 6
"""Letters from which a secret that the scenario itself holds is hidden on pages."""


class _Written(Protocol):
    def text(self) -> str: ...


class _Format(Record):
    writer: Callable[[Page, str | None], _Written]
    suffix: str
    first: str
    mark: str


_FORMATS = {
    "markdown": _Format(markdown.Writer, markdown.SUFFIX, markdown.FIRST, markdown.MARK),
    "html": _Format(html.Writer, html.SUFFIX, html.FIRST, html.MARK),
}


class Site(Record, kw_only=True):
    """The documentation: its files by their path in the folder, and the chapters they are about."""

    files: Mapping[str, bytes]
    chapters: tuple[Chapter, ...]


def site(material: Material, out: Path, form: str) -> Site:
    """Everything that belongs into the folder `out`."""
    found = chapters(material)
    redactor = _redactor(material)
    pages = [redactor.redact(page) for page in _pages(material, found)]
    files = {RECORDS: written(material.cases)}
    for name in FORMATS[form]:
        layout = _FORMATS[name]
        for page in pages:
            path = f"{page.place or layout.first}{layout.suffix}"
            text = layout.writer(page, _way_up(page.place, out, material.root)).text()
            files[path] = text.encode("utf-8", "backslashreplace")
    return Site(files=files, chapters=found)


def _pages(material: Material, found: tuple[Chapter, ...]) -> Iterator[Page]:
    calls = Calls(material, found)
    facts = list(material.services.values())
    titles = {chapter.place: chapter.title for chapter in found}
    schema = schema_linker(lambda schema: _file_of(schema, material.root), _told)
    catalogue = Catalogue(calls, facts, schema_linker(lambda schema: _file_of(schema, material.root), lambda _: ""))
    yield first_page(found, catalogue, calls)
    if catalogue.services:
        yield services_page(found, facts, calls)
    for service in catalogue.services:
        yield catalogue.page(service)
    for chapter in found:
        teller = Teller(chapter=chapter, calls=calls, specs=material.specs, schema=schema, endpoint_link=catalogue.link)
        yield scenario_page(chapter, titles, teller, calls)


def _way_up(place: str, out: Path, root: Path) -> str | None:
    """From a page's folder to the project's; None where the documentation lies outside of it."""
    folder = (out / place).parent if place else out
    return None if not out.is_relative_to(root) else os.path.relpath(root, folder).replace(os.sep, "/") + "/"


def _file_of(schema: SchemaFile, root: Path) -> str:
    return in_project(schema.path, root) if schema.path.resolve().is_relative_to(root) else ""


def _told(schema: SchemaFile) -> str:
    """What a schema says it describes."""
    try:
        held = json.loads(content(schema.path, MAX_PAGE))
    except (NotRead, ValueError, RecursionError):
        return ""
    for name in filter(None, schema.fragment.strip("/").split("/")):
        held = held.get(name) if isinstance(held, dict) else None
    words = held.get("description") or held.get("title") if isinstance(held, dict) else None
    return words if isinstance(words, str) else ""


def _redactor(material: Material) -> Redactor:
    """Hides what scenarios call a secret and hold themselves: a test card, the default of a password."""
    redactor = Redactor(OF_PAGES)
    for scenario in material.scenarios.values():
        held = [scenario.vars.get(name) for name in scenario.secrets]
        held += [each.default for each in scenario.inputs if each.secret]
        for text in held:
            if isinstance(text, str) and len(text) >= _SECRET:
                redactor.add(text)
    return redactor


# -- on the disk -----------------------------------------------------------------------------------------------------


class Changes(Record, kw_only=True):
    """Paths in the folder: files to write, and pages of ours to remove."""

    write: tuple[str, ...]
    remove: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.write or self.remove)


def changes(files: Mapping[str, bytes], out: Place) -> Changes:
    """What differs; raises `UsageError` where a file in the way was not built here."""
    _look_into(out)
    there = {path: _content(out / path) for path in files}
    foreign = [
        path for path, content in there.items() if path != RECORDS and content is not None and not _ours(content)
    ]
    if foreign:
        message = f"`{(out / foreign[0]).path}` was not built by `itest docs build`; nothing was written."
        raise UsageError(
            [Problem(code="IT404", message=message, hint="Remove it, or build into another folder: --out")]
        )
    endings = tuple(each.suffix for each in _FORMATS.values())
    gone = [name for name in entries(out) if name.endswith(endings) and name not in files]
    return Changes(
        write=tuple(path for path, content in files.items() if there[path] != content),
        remove=tuple(name for name in gone if _ours(_content(out / name) or b"")),
    )


def _look_into(out: Place) -> None:
    """Raises `UsageError` where the folder is a link that nobody asked for, or no folder."""
    try:
        with inside(out):
            pass
    except FileNotFoundError:
        pass  # it will be made
    except OSError as error:
        message = f"The documentation cannot be built in `{out.path}`: {error.strerror}."
        raise UsageError([Problem(code="IT404", message=message, hint="Name the folder yourself: --out")]) from error


def carry_out(changed: Changes, files: Mapping[str, bytes], out: Place) -> None:
    """Write and remove; raises `ReportError`."""
    try:
        for name in changed.write:
            write(out / name, files[name])
        for name in changed.remove:
            remove(out / name)
    except OSError as error:
        raise report_error(str(out.path), error) from error


def _content(place: Place) -> bytes | None:
    """What stands there; nothing where nothing does, and `""`, which is none of ours, where it is no file of a page."""
    try:
        return read(place, MAX_PAGE)
    except FileNotFoundError:
        return None
    except OSError:
        return b""


def _ours(content: bytes) -> bool:
    return any(each.mark.encode() in content[:200] for each in _FORMATS.values())
