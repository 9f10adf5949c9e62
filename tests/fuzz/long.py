"""A long fuzz run, outside of CI: `python -m tests.fuzz.long --seconds 600 [--target loader] [--seed 7]`.

Inputs are grown from the seeds by random changes; one that takes a target longer than `SLOW` seconds, or makes it
raise, is a finding and is kept in `fuzz-findings/`. A run is repeated by its seed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.seeds import SEEDS, WORDS
from tests.fuzz.targets import TARGETS

SLOW = 5.0
LARGEST = 20_000
KEPT = 2000
"""Inputs that further ones are grown from."""


def changed(data: bytes, words: list[bytes], others: list[bytes], rng: random.Random) -> bytes:
    """The input after a few random changes: bytes flipped, parts removed, repeated, or taken from elsewhere."""
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        place, other = rng.randint(0, len(data)), rng.choice(others)
        length = min(rng.choice((1, 1, 2, 4, 16, 64)), max(1, len(data) - place))
        start = rng.randint(0, len(other))
        piece = {
            "flip": bytes(rng.randrange(256) for _ in range(length)),
            "remove": b"",
            "repeat": data[place : place + length] * rng.choice((2, 3, 50)),
            "word": data[place : place + length] + rng.choice(words),
            "other": other[start : start + rng.choice((4, 40, 400))],
        }[rng.choice(("flip", "remove", "repeat", "word", "word", "other"))]
        data = (data[:place] + piece + data[place + length :])[:LARGEST]
    return data


def fuzz(name: str, seconds: float, rng: random.Random) -> tuple[int, int]:
    """How many inputs a target was given, and how many were findings."""
    target, inputs = TARGETS[name], list(SEEDS[name])
    end, count, findings = time.monotonic() + seconds, 0, 0
    while time.monotonic() < end:
        data = changed(rng.choice(inputs), WORDS[name], inputs, rng)
        begun = time.monotonic()
        wrong = ""
        try:
            target(data)
        except Exception:
            wrong = traceback.format_exc()
        took = time.monotonic() - begun
        count += 1
        if wrong or took > SLOW:
            findings += 1
            _keep(name, data, wrong or f"took {took:.1f} seconds")
        elif rng.random() < 0.05:
            inputs.append(data)
            del inputs[len(SEEDS[name]) : -KEPT]
    return count, findings


def _keep(name: str, data: bytes, why: str) -> None:
    folder = Path("fuzz-findings")
    folder.mkdir(exist_ok=True)
    place = folder / f"{name}-{abs(hash(data)):x}"
    place.write_bytes(data)
    place.with_suffix(".txt").write_text(why, encoding="utf-8")
    print(f"{name}: {why.strip().splitlines()[-1]}  →  {place}", flush=True)


def main() -> int:
    options = argparse.ArgumentParser(description="Fuzz what reads text from outside.")
    options.add_argument("--seconds", type=float, default=60.0, help="for each target")
    options.add_argument("--target", choices=TARGETS, action="append")
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(100_000))
    asked = options.parse_args()
    print(f"seed {asked.seed}", flush=True)
    total = 0
    for name in asked.target or TARGETS:
        count, findings = fuzz(name, asked.seconds, random.Random(f"{asked.seed} {name}"))
        print(f"{name:<12} {count:>9,} inputs  {findings} findings", flush=True)
        total += findings
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
