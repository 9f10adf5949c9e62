"""How long hiding takes: a megabyte of text and a thousand secrets, and what a server would like to be slow.

`python -m tests.benchmarks.redaction` prints the figures; nothing is asserted, since they depend on the machine.
"""

from __future__ import annotations

import json
import random
import string
import time
from collections.abc import Callable, Iterable

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


def page(secrets: list[str]) -> str:
    """JSON as servers write it, with a secret every so often."""
    rows = [{"id": number, "name": word(12), "note": f"{word(9)} {word(30)}"} for number in range(SIZE // 110)]
    for number, secret in enumerate(secrets[:100]):
        rows[number * 80]["note"] = f"Bearer {secret}"
    return json.dumps(rows, indent=1)[:SIZE]


def seconds(job: Callable[[], object]) -> float:
    """The best of several times."""
    best = float("inf")
    for _ in range(TIMES):
        begun = time.perf_counter()
        job()
        best = min(best, time.perf_counter() - begun)
    return best


def main() -> int:
    random.seed(4829)
    secrets = [word(random.choice((16, 24, 40, 64))) for _ in range(SECRETS)]
    made = knowing(secrets)
    text = page(secrets)
    begun = time.perf_counter()
    knowing(secrets).redact_text("first")
    print(f"{SECRETS} secrets learnt in {(time.perf_counter() - begun) * 1000:.0f} ms")
    made.redact_text(text)
    print(f"1 MB of JSON in lines: {seconds(lambda: made.redact_text(text)) * 1000:.0f} ms")
    line = " ".join(word(9) for _ in range(SIZE // 10))
    print(f"1 MB in one line: {seconds(lambda: made.redact_text(line)) * 1000:.0f} ms")
    one = knowing("a" * length for length in range(8, 8 + SECRETS))
    letters = "a" * SIZE
    print(f"1 MB of one letter, secrets of 8 to 1,007: {seconds(lambda: one.redact_text(letters)) * 1000:.0f} ms")
    escaped = "".join(f"%{ord(letter):02x}" for letter in line[: SIZE // 3])
    print(f"1 MB of percent escapes: {seconds(lambda: made.redact_text(escaped)) * 1000:.0f} ms")
    begun = time.perf_counter()
    growing = Redactor()
    for secret in secrets:
        growing.add(secret)
        growing.redact_text(f"got {secret}")
    print(f"{SECRETS} secrets, each after a text: {(time.perf_counter() - begun) * 1000:.0f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
