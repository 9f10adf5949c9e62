"""A suite for itest to be measured with: files of steps that post to the echo server, in three shapes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT = "version: 1\nservices: {{echo: {{url: '{url}'}}}}\n"
SECRET = "secrets: [PART]\n"
ENVIRON = {"PART": "k7Qz93mPw1LxT04v"}
"""What the project declares as its secret; the steps send it in a header whether it is declared or not."""


@dataclass(frozen=True)
class Suite:
    """So many files of so many steps. Each step can be made of `templates`, and can be `judged` by more than its
    status."""

    files: int = 1
    steps: int = 1
    templates: bool = False
    judged: bool = False
    secret: bool = False

    def write(self, folder: Path, url: str) -> Path:
        """Make the project in a folder that is not there yet."""
        (folder / "scenarios").mkdir(parents=True)
        project = PROJECT.format(url=url) + (SECRET if self.secret else "")
        (folder / "itest.yaml").write_text(project, encoding="utf-8")
        for file in range(self.files):
            (folder / "scenarios" / f"s{file:03}.yaml").write_text(self._scenario(file), encoding="utf-8")
        return folder

    def _scenario(self, file: int) -> str:
        lines = [f"name: Scenario {file}", "service: echo", f"vars: {{sku: A-{file}, tag: t{file}}}", "steps:"]
        for step in range(self.steps):
            sent = f"productId: A-{file}, quantity: {step + 1}, tag: t{file}"
            sent = f"{{{sent}, note: A-{file} of T{file}, of: [A-{file}]}}"
            made = (
                f'{{productId: "{{{{ sku }}}}", quantity: "{{{{ {step} + 1 }}}}", tag: "{{{{ tag }}}}", '
                f'note: "{{{{ sku }}}} of {{{{ tag | upper }}}}", of: ["{{{{ sku | trim }}}}"]}}'
            )
            body = f", body: {{json: {sent}}}" if self.judged else ""
            lines += [
                f"  - id: step{step}",
                f'    request: {{method: POST, url: /echo, headers: {{X-Part: "{{{{ env.PART }}}}"}}, '
                f"json: {made if self.templates else sent}}}",
                f"    expect: {{status: 200{body}}}",
            ]
            if self.judged:
                lines.append(f"    assert: [body.json.quantity == {step + 1}, 'body.size > 10']")
        return "\n".join(lines) + "\n"
