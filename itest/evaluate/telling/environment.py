"""Secrets of the environment that nobody declared: what variables hold whose names tell of a secret, and what says in
the midst of another value that it is one (`postgres://ada:engine@db`, `Server=db;Password=engine`).

Names are those that the runners of GitHub, gitleaks, Sentry and the makers of clouds go by. A word that means other
things too (`KEY`, `AUTH`, `PASS`) counts by itself only: `KEYBOARD` and `AUTHOR` are none. What is said about a secret
(`TOKEN_URL`, `SSH_AUTH_SOCK`, `MAX_TOKENS`) is none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, unquote_plus

from itest.evaluate.data.json_text import JsonError, parse
from itest.evaluate.data.userinfo import userinfo_in
from itest.model.lazy_pattern import lazy_pattern

SHORTEST = 6
"""Characters of a value that is hidden though nobody declared it; a shorter word would be hidden everywhere."""
_LONGEST = 100_000
"""Characters of a value that is looked into."""
_LEAST_PART = 8
"""Characters of one of several values in a list, and of a user without a password, which is a token then."""

_WORD = lazy_pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_PLAIN = lazy_pattern(
    r"(?i)token$|tokens$|secret|passw|passphrase|passcode|credential|(?:api|private|access|auth|signing|encryption)_?keys?$"
    r"|(?:ssh|deploy|hmac|master|license|secret|shared|service|account|client|host|app)keys?$"
)
"""In any word, also one that is written without a break (`PGPASSWORD`, `AUTHTOKEN`)."""
_ALONE = lazy_pattern(r"KEYS?|PASS|PWD|AUTH|AUTHORIZATION|CREDS?|CREDENTIALS|JWT|PAT|SAS|BEARER|OTP|COOKIES?|WEBHOOK")
_ABOUT = lazy_pattern(
    r"UR[LI]|HOST|PORT|PATH|FILE(?:NAME)?|DIR|FOLDER|SOCK(?:ET)?|TTL|TIMEOUT|EXPIRY|EXPIRES|ALG(?:ORITHM)?|TYPE|HEADER"
    r"|COUNT|LIMIT|LENGTH|SIZE|METHOD|MODE|ENABLED|DISABLED|REQUIRED|REGION|AUDIENCE|ISSUER|SCOPES?|PARALLELISM|NAME"
)
"""Last words of names of what is said about a secret."""
_NO_SECRET = frozenset({"PWD", "OLDPWD"})
_STRONG = lazy_pattern(r"(?i)pass|secret|pwd|pin$")
"""Names of what may be a number, or look like a path."""
_FOLDER = lazy_pattern(r"(?:~|\.{1,2})?/|[A-Za-z]:\\")
_NUMBER = lazy_pattern(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_ASSIGNED = lazy_pattern(
    r"(?i)(?<![A-Za-z0-9])(?:[a-z_]*(?:password|passwd|secret|token)|pwd|(?:shared_?)?(?:access|account|api)_?key|sig)"
    r"\s*=\s*(?:'([^']*)'|\"([^\"]*)\"|([^;&\s'\"]+))"
)
"""In connection strings and queries."""


def hidden_values(env: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each secret with the name of its variable."""
    for name, value in env.items():
        found = [*_whole(name, value), *_within(value)]
        yield from ((secret, name) for secret in dict.fromkeys(found) if _is_hidden(secret))


def tells_of_secret(name: str) -> bool:
    """Whether a variable of the environment is called a secret: `AWS_SECRET_ACCESS_KEY`."""
    if name.upper() in _NO_SECRET:
        return False
    words = [word.upper() for word in _WORD.findall(name)]
    if words[-2:] == ["WEBHOOK", "URL"]:  # its path is what lets anybody post there
        return True
    if not words or _ABOUT.fullmatch(words[-1]):
        return False
    return any(map(_ALONE.fullmatch, words)) or _PLAIN.search(name) is not None or any(map(_PLAIN.search, words))


def _whole(name: str, value: str) -> Iterator[str]:
    if not tells_of_secret(name):
        return
    if not _STRONG.search(name) and (_NUMBER.fullmatch(value) or _FOLDER.match(value)):
        return
    yield value
    parts = re.split(r"[,;\s]+", value)
    if 1 < len(parts) <= 100:
        yield from (part for part in parts if len(part) >= _LEAST_PART)


def _within(value: str) -> Iterator[str]:
    if len(value) > _LONGEST:
        return
    for start, end in userinfo_in(value):
        user, colon, password = value[start:end].partition(":")
        token = password if colon and password not in ("", "x-oauth-basic") else user
        if colon or len(user) >= _LEAST_PART:
            yield from (token, unquote(token))
    for match in _ASSIGNED.finditer(value):
        written = next(part for part in match.groups() if part is not None)
        yield from (written, unquote_plus(written))
    if value.lstrip()[:1] in ("{", "["):
        try:
            yield from _in_json(parse(value))
        except JsonError:
            return


def _in_json(value: Any, name: str = "") -> Iterator[str]:
    """Texts under names that tell of secrets (`private_key`, `password`)."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _in_json(item, str(key))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _in_json(item, name)
    elif isinstance(value, str):
        yield from _within(value)
        if tells_of_secret(name):
            yield value


def _is_hidden(secret: str) -> bool:
    # Start-up cost: most environments have none.
    from itest.evaluate.telling.weak import is_weak

    return len(secret.strip()) >= SHORTEST and not is_weak(secret.strip())
