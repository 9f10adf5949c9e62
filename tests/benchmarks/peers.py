"""How long 500 steps in 50 files take, beside a bare loop over httpx (and Tavern, where its command is named).

`python -m tests.benchmarks.peers [TAVERN_PYTEST]` prints whole-process times, taken in turn in one run, and ratios.
The optional word is the `pytest` of an environment that has Tavern installed. Everything goes to a server of our own on
this machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.servers.echo import serving

FILES, STEPS, ROUNDS = 50, 10, 5

LOOP = f"""
import sys, httpx
with httpx.Client() as client:
    for file in range({FILES}):
        for step in range({STEPS}):
            sent = {{"productId": f"A-{{file}}", "quantity": step + 1, "tag": f"t{{file}}"}}
            answer = client.post(sys.argv[1] + "/echo", headers={{"X-Step": f"{{file}}-{{step}}"}}, json=sent)
            assert answer.status_code == 200
            got = answer.json()["json"]
            assert got == sent and got["quantity"] == step + 1
"""


def scenario(file: int) -> str:
    lines = [f"name: Scenario {file}", 'vars: {base: "http://127.0.0.1:1"}', "steps:"]
    for step in range(STEPS):
        sent = f"{{productId: A-{file}, quantity: {step + 1}, tag: t{file}}}"
        lines += [
            f"  - id: step{step}",
            '    request: {method: POST, url: "{{ base }}/echo", '
            f"headers: {{X-Step: {file}-{step}}}, json: {sent}}}",
            f"    expect: {{status: 200, body: {{json: {sent}}}}}",
            f"    assert: [body.json.quantity == {step + 1}]",
        ]
    return "\n".join(lines) + "\n"


def tavern(file: int, base: str) -> str:
    lines = [f"test_name: Scenario {file}", "stages:"]
    for step in range(STEPS):
        sent = f'{{"productId": "A-{file}", "quantity": {step + 1}, "tag": "t{file}"}}'
        lines += [
            f"  - name: step {step}",
            f'    request: {{url: "{base}/echo", method: POST, headers: {{X-Step: "{file}-{step}"}}, json: {sent}}}',
            f"    response: {{status_code: 200, strict: false, json: {{json: {sent}}}}}",
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    with tempfile.TemporaryDirectory() as name, serving() as server:
        folder = Path(name)
        (folder / "loop.py").write_text(LOOP)
        (folder / "scenarios").mkdir()
        (folder / "tavern").mkdir()
        for file in range(FILES):
            (folder / "scenarios" / f"s{file}.yaml").write_text(scenario(file))
            (folder / "tavern" / f"test_s{file}.tavern.yaml").write_text(tavern(file, server.url))
        commands = {
            "httpx loop": [sys.executable, "loop.py", server.url],
            "itest": [sys.executable, "-m", "itest", "run", "scenarios", "-q", "--var", f"base={server.url}"],
        }
        if sys.argv[1:]:
            commands["tavern"] = [sys.argv[1], "-q", "tavern"]
        best = dict.fromkeys(commands, float("inf"))
        for _ in range(ROUNDS):
            for title, command in commands.items():
                best[title] = min(best[title], _took(command, folder))
    for title, seconds in best.items():
        print(f"{title:<12} {seconds:6.2f} s   {seconds / best['httpx loop']:5.2f} × the loop")
    return 0


def _took(command: list[str], folder: Path) -> float:
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    took = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(
            f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return took


if __name__ == "__main__":
    sys.exit(main())
