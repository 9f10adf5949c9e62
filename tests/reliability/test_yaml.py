"""Input files (YAML): what no scenario can mean is an error with its place: exit 2, no traceback, no crash, at once."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from itest.cli.loading import all_specs
from itest.load.loading import load
from itest.model.problem import LoadError
from tests.reliability.launch import MEMORY, launch, no_traceback

HEAD = "name: A\nsteps:\n"
STEP = HEAD + "  - request: {url: 'http://127.0.0.1:9/'}\n"
LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)
MERGES = "x-a: &a0 {k0: 1}\n" + "".join(
    f"x-{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}, *a{n - 1}], k{n}: {{<<: *a{n - 1}}}}}\n" for n in range(1, 26)
)
FILES: dict[str, str | bytes] = {
    "merge_key_bomb": STEP + MERGES,
    "billion_laughs": STEP + "".join(f"x-{line}\n" for line in LAUGHS.splitlines()),
    "brackets": STEP + "vars: {x: " + "[" * 50_000 + "]" * 50_000 + "}\n",
    "open_brackets": STEP + "vars: {x: " + "[" * 50_000,
    "braces": "{a: " * 50_000,
    "blocks": STEP + "vars:\n" + "".join(f"{'  ' * (n + 1)}k:\n" for n in range(1000)) + "  " * 1001 + "v: 1\n",
    "sequences": STEP + "vars:\n  x:\n   " + "- " * 20_000 + "1\n",
    "duplicate_key": STEP + "name: B\n",
    "duplicate_in_data": HEAD + "  - request: {url: 'http://x/', json: {a: 1, a: 2}}\n",
    "null_key": STEP + "vars: {~: 1}\n",
    "list_key": STEP + "vars: {[a]: 1}\n",
    "object_key": STEP + "? {a: 1}\n: 2\n",
    "number_beside_text": HEAD + "  - request: {url: 'http://x/', json: {1: a, '1': b}}\n",
    "misspelt": HEAD + "  - requst: {url: 'http://x/'}\n",
    "misspelt_deep": STEP + "    expct: {status: 200}\n",
    "empty": "",
    "blank": "\n\n  \n",
    "comment_only": "# nothing\n",
    "scalar": "hello\n",
    "list": "- a\n- b\n",
    "template": "hello {{ name }}\n",
    "null": "~\n",
    "no_steps": "name: A\n",
    "steps_null": "name: A\nsteps:\n",
    "steps_empty": "name: A\nsteps: []\n",
    "steps_text": "name: A\nsteps: x\n",
    "python_object": STEP + "vars: {x: !!python/object/apply:os.system [touch pwned]}\n",
    "python_name": STEP + "vars: {x: !!python/name:os.system ''}\n",
    "unknown_tag": STEP + "vars: {x: !thing 1}\n",
    "standard_tag": STEP + "vars: {x: !!binary aGVsbG8=}\n",
    "undefined_alias": STEP + "vars: {x: *nowhere}\n",
    "alias_to_itself": STEP + "vars: &v {x: *v}\n",
    "long_integer": STEP + "vars: {x: " + "9" * 5001 + "}\n",
    "long_exponent": STEP + "vars: {x: 1e999999999999}\n",
    "lone_surrogate": STEP + 'vars: {x: "\\ud800"}\n',
    "raw_surrogate": STEP.encode() + b"vars: {x: \xed\xa0\x80}\n",
    "nul": STEP.encode() + b"vars: {x: a\x00b}\n",
    "escape": STEP.encode() + b"vars: {x: \x1b[31mred}\n",
    "latin_1": STEP.encode() + "vars: {x: Zoë}\n".encode("latin-1"),
    "utf_16": STEP.encode("utf-16"),
    "utf_16_be": b"\xfe\xff" + STEP.encode("utf-16-be"),
    "utf_32": STEP.encode("utf-32"),
    "bom_inside": STEP.encode() + b"vars: {x: \xef\xbb\xbfa}\nz: 1\n",
    "tab": "name: A\nsteps:\n\t- request: {url: 'http://x/'}\n",
    "unclosed_quote": STEP + 'vars: {x: "abc\n',
    "unclosed_single": STEP + "vars:\n  x: 'abc\n",
    "unclosed_bracket": STEP + "vars: {x: [1, 2}\n",
    "second_document": STEP + "---\nname: B\n",
    "second_end": STEP + "...\nmore\n",
    "directive": "%YAML 3.0\n---\n" + STEP,
    "glued_comment": HEAD + "  - request: GET /a #f\n",
    "bad_template": HEAD + "  - request: {url: 'http://x/{{ 1 + }}'}\n",
    "open_template": HEAD + "  - request: {url: 'http://x/{{ a'}\n",
    "unknown_filter": HEAD + "  - request: {url: \"http://x/{{ 'a' | nope }}\"}\n",
    "deep_template": HEAD + "  - request: {url: 'http://x/{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}'}\n",
    "long_template": HEAD + "  - request: {url: 'http://x/{{ " + " + ".join(["1"] * 20_000) + " }}'}\n",
    "bad_regex": STEP + "    expect: {body: {$regex: '('}}\n",
    "regex_bomb": STEP + "    expect: {body: {$regex: '((a{99}){99}){99}'}}\n",
    "bad_path": STEP + "    capture: {x: '$.a['}\n",
    "bad_schema": STEP + "    expect: {schema: {type: 12}}\n",
    "long_line": STEP + "x_" + "y" * 1_000_000 + ": 1\n",
    "many_problems": HEAD + "  - {nope: 1}\n" * 3000,
    "anchor_names": STEP + "vars: {x: &" + "a" * 100_000 + " 1, y: *b}\n",
}
ACCEPTED: dict[str, str | bytes] = {
    "date_that_is_none": STEP + "vars: {x: 2024-13-45}\n",
    "bom": b"\xef\xbb\xbf" + STEP.encode(),
    "windows": STEP.replace("\n", "\r\n"),
    "norway": STEP + "vars: {a: NO, b: on, c: 12:30, d: 01234, e: 0x1F, f: 1_000}\n",
    "wide": STEP + "vars: {x: '\N{GRINNING FACE}\u0301'}\n",
}
BOUND = 1.0
"""Seconds of a busy machine; the figure itself is told by `tests/benchmarks/validate.py`."""
PLACE = re.compile(r"(?m)^(\w+)\.yaml(?::(\d+):(\d+))? IT3\d\d ")


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        (folder / f"{name}.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())


ALONE = ("billion_laughs", "blocks", "brackets", "long_integer", "many_problems", "merge_key_bomb", "python_object")
"""Files that are given to a process of their own: what they may do to it is seen then."""


@pytest.mark.parametrize("name", ALONE)
def test_a_bomb_is_refused_by_the_command_line(name, tmp_path):
    """Exit 2, the place, no traceback, no crash, and no memory eaten."""
    write(tmp_path, {name: FILES[name]})
    one = launch(["run", f"{name}.yaml"], tmp_path, limit=30)
    assert (2, True, True) == (one.code, no_traceback(one.said), one.peak < MEMORY), one.said[-2000:]
    places = PLACE.findall(one.err)
    assert places and all(file == name and line and column for file, line, column in places), one.err[:2000]
    assert one.seconds < 10


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_meant_is_an_error_with_its_place(name, tmp_path):
    """Never accepted, never another exception than the loader's; each problem knows line and column."""
    write(tmp_path, {name: FILES[name]})
    begun = time.process_time()
    with pytest.raises(LoadError) as raised:
        load([Path(f"{name}.yaml")], actions=all_specs(), cwd=tmp_path)
    took = time.process_time() - begun
    assert [] == [problem for problem in raised.value.problems if not problem.excerpt]
    assert took < BOUND
    assert not (tmp_path / "pwned").exists()


def test_all_files_are_reported_together(tmp_path):
    """Each with its place, in one run, without a traceback or a control character."""
    write(tmp_path, FILES)
    together = launch(["validate", *(f"{name}.yaml" for name in FILES if name not in ALONE)], tmp_path)
    assert (2, True) == (together.code, no_traceback(together.said))
    assert "\x1b" not in together.said and "\x00" not in together.said
    assert re.search(r"\d+ problems in \d+ files; nothing was sent", together.err)


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_looks_odd_and_is_fine_is_accepted(name, tmp_path):
    """Text that other readers of YAML take for dates, booleans or octal numbers, and files of other editors."""
    write(tmp_path, {name: ACCEPTED[name]})
    loaded = load([Path(f"{name}.yaml")], actions=all_specs(), cwd=tmp_path)
    assert [f"{name}.yaml"] == [scenario.file for scenario in loaded.scenarios]
    texts = loaded.scenarios[0].vars
    assert all(isinstance(value, str) for value in texts.values())
