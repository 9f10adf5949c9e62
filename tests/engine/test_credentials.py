"""Which captured values are credentials, told from the file alone."""

from pathlib import Path

import pytest

from itest.engine.credentials import credential_paths, credentials_in, named_credentials
from itest.load.loading import load
from tests.load.conftest import ACTIONS

TOKEN = "abcdef-123456"


def paths_of(steps: str, folder: Path) -> list[str]:
    """The paths of a scenario with these steps, dotted."""
    used = "name: U\ninputs: {key: {}}\nsteps:\n  - request: {url: 'http://x/', auth: {bearer: '{{ key }}'}}\n"
    (folder / "_used.yaml").write_text(used)
    (folder / "a.yaml").write_text(f"name: A\nvars: {{t: x, u: y, n: 1}}\nsteps:\n{steps}")
    (scenario,) = load([Path("a.yaml")], actions=ACTIONS, cwd=folder).scenarios
    return sorted(".".join(map(str, path)) for path in credential_paths(scenario))


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("request: {url: 'http://x/', headers: {Authorization: 'Bearer {{ t }}'}}", ["t"]),
        ("request: {url: 'http://x/', headers: {X-Api-Key: '{{ vars.t }}', X-Note: '{{ u }}'}}", ["t"]),
        ("request: {url: 'http://x/', cookies: {sid: '{{ t }}'}}", ["t"]),
        ("request: {url: 'http://x/', auth: {basic: {username: '{{ u }}', password: '{{ t }}'}}}", ["t"]),
        ("request: {url: 'http://x/', json: {a: '{{ t }}'}, query: {q: '{{ u }}'}}", []),
        ("use: {scenario: _used.yaml, with: {key: '{{ t }}'}}", ["t"]),
        (
            "set: {n: 'Bearer {{ t }}'}\n  - request: {url: 'http://x/', headers: {Authorization: '{{ n }}'}}",
            ["n", "t"],
        ),
        (
            "id: login\n    request: {url: 'http://x/'}\n"
            "  - request: {url: 'http://x/', auth: {bearer: '{{ login.body.token }}'}}",
            ["login.body.token"],
        ),
    ],
)
def test_what_a_template_hands_to_a_place_of_credentials_is_one(step, expected, tmp_path):
    """Directly, by the id of a step, through `set` and through a used scenario."""
    assert expected == paths_of(f"  - {step}\n", tmp_path)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (TOKEN, [TOKEN, TOKEN]),
        (f"Bearer {TOKEN}", [f"Bearer {TOKEN}", TOKEN]),
        ("Bearer", []),
        ("short", []),
        (True, []),
        ({"a": [TOKEN]}, [TOKEN, TOKEN]),
    ],
)
def test_the_texts_of_a_credential(value, expected):
    """With the word before it and without; no short ones, and no such word alone."""
    assert expected == list(credentials_in("t", value, [("t",)]))


def test_only_what_the_path_leads_to_is_a_credential():
    """The other fields of a captured object are shown."""
    session = {"token": TOKEN, "user": "ada-lovelace"}
    assert [TOKEN, TOKEN] == list(credentials_in("s", session, [("s", "token"), ("s", "nothing"), ("other",)]))


def test_a_name_may_say_it():
    """A capture that is called a token is one, used or not."""
    assert ([TOKEN, TOKEN], []) == (list(named_credentials("my_token", TOKEN)), list(named_credentials("mine", TOKEN)))
