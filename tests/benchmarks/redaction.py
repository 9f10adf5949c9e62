"""How long hiding takes: a megabyte of text and a thousand secrets, of each kind that texts and secrets are.

`python -m tests.benchmarks.redaction` prints the figures, in time of the processor; nothing is asserted, since they
depend on the machine.
"""

from __future__ import annotations

import json
import random
import string
import time
from collections.abc import Callable, Iterable, Iterator

from itest.evaluate.telling.redact import Redactor

SECRETS = 1000
SIZE = 1_000_000
TIMES = 5


def word(length: int) -> str:
    return "".join(random.choices(string.ascii_letters + string.digits, k=length))


def knowing(secrets: Iterable[str]) -> Redactor:
    made = Redactor()
    for secret in secrets:
        made.add(secret)
    return made


def page(secrets: list[str], *, every: int = 80) -> str:
    """JSON as servers write it, with a secret every so often."""
    rows = [{"id": number, "name": word(12), "note": f"{word(9)} {word(30)}"} for number in range(SIZE // 110)]
    for number, secret in zip(range(0, len(rows), every), secrets, strict=False):
        rows[number]["note"] = f"Bearer {secret}"
    return json.dumps(rows, indent=1)[:SIZE]


def filled(make: Callable[[], str]) -> str:
    """Pieces, one after the other, until they are a megabyte."""
    piece = make()
    return (piece * (SIZE // len(piece) + 1))[:SIZE]


def kinds() -> Iterator[tuple[str, list[str], str]]:
    """What each kind is called, its secrets and its text."""
    secrets = [word(random.choice((16, 24, 40, 64))) for _ in range(SECRETS)]
    line = " ".join(word(9) for _ in range(SIZE // 10))
    yield "JSON in lines", secrets, page(secrets)
    yield "one line", secrets, line
    yield "all secrets, each in a line", secrets, filled(lambda: "\n".join(f"{word(9)} {each}" for each in secrets))
    yield "all secrets in one line", secrets, filled(lambda: " ".join(secrets))
    prefixed = [f"sk_live_{word(24)}" for _ in range(SECRETS)]
    yield "secrets with a prefix, JSON", prefixed, page(prefixed)
    yield "secrets with a prefix, each in a line", prefixed, filled(lambda: "\n".join(prefixed))
    yield "nothing but the prefix", prefixed, filled(lambda: "sk_live_ ")
    weak = [word(random.choice((1, 2, 3))) for _ in range(SECRETS)]
    yield "weak secrets, JSON", weak, page(weak)
    yield "weak secrets, one line", weak, line
    yield "weak secrets as values", weak, filled(lambda: json.dumps(weak))
    yield "weak secrets, each in a line", weak, filled(lambda: "\n".join(weak))
    yield "weak and others, JSON", weak[:500] + secrets[:500], page(secrets)
    letters = ["a" * length for length in range(8, 8 + SECRETS)]
    yield "one letter, secrets of 8 to 1,007", letters, "a" * SIZE
    yield "one letter, in lines", letters, filled(lambda: "a" * 60 + "\n")
    yield "numbers", [str(random.randrange(10**5, 10**6)) for _ in range(SECRETS)], page([], every=80)
    yield "percent escapes", secrets, "".join(f"%{ord(letter):02x}" for letter in line[: SIZE // 3])
    yield "a percent escape a word", secrets, line.replace(" ", "%20")[:SIZE]
    yield "backslash escapes", secrets, json.dumps(page(secrets))[:SIZE]
    yield "\\u escapes", secrets, "".join(f"\\u{ord(letter):04x}" for letter in line[: SIZE // 6])
    yield "entities", secrets, filled(lambda: f"&lt;b&gt;{word(9)}&lt;/b&gt; ")
    yield "cuts, one a line", secrets, filled(lambda: "".join(f"{word(70)}…\n" for _ in range(2000)))
    yield "cuts, one a word", secrets, filled(lambda: "".join(f"{word(7)}…" for _ in range(2000)))
    yield "cuts only", secrets, "…" * SIZE
    yield "line breaks only", secrets, "\n" * SIZE


def seconds(job: Callable[[], object]) -> float:
    """The best of several times; of the processor, since walls tell of neighbours too."""
    best = float("inf")
    for _ in range(TIMES):
        begun = time.process_time()
        job()
        best = min(best, time.process_time() - begun)
    return best


def main() -> int:
    random.seed(4829)
    for title, secrets, text in kinds():
        made = knowing(secrets)
        made.redact_text(text)
        print(f"{title:<40} {seconds(lambda: made.redact_text(text)) * 1000:6.0f} ms")  # noqa: B023 - called at once
    secrets = [word(random.choice((16, 24, 40, 64))) for _ in range(SECRETS)]
    begun = time.process_time()
    knowing(secrets).redact_text("first")
    print(f"{'learning, then a text':<40} {(time.process_time() - begun) * 1000:6.0f} ms")
    begun = time.process_time()
    growing = Redactor()
    for secret in secrets:
        growing.add(secret)
        growing.redact_text(f"got {secret}")
    print(f"{'each learnt before a text':<40} {(time.process_time() - begun) * 1000:6.0f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
