"""The numbers of the HTML report that are there without JavaScript: endpoints, the slowest cases, started services."""

from __future__ import annotations

from collections.abc import Sequence

from itest.evaluate.data.duration import format_duration
from itest.report.endpoints import Endpoint, endpoints
from itest.report.html_run import Entry
from itest.report.html_text import icon, shown
from itest.report.told import Told

_SLOWEST = 10


def endpoint_table(told: Told) -> str:
    found = endpoints(told.all_steps())
    if not found:
        return "<p>No endpoint was asked.</p>"
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Service", "Endpoint", "Calls", "Broken"))
    head += "".join(f'<th scope="col" class="number">{name}</th>' for name in ("p50", "p95", "slowest"))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(map(_endpoint_row, found))}</tbody></table>"


def _endpoint_row(each: Endpoint) -> str:
    broken = f"{icon('failed')}{each.broken}" if each.broken else "0"
    times = "".join(f'<td class="number">{format_duration(t)}</td>' for t in (each.p50, each.p95, each.slowest))
    return (
        f"<tr><td>{shown(each.service)}</td><td><code>{shown(each.endpoint, 200)}</code></td>"
        f'<td class="number">{each.count}</td><td class="number">{broken}</td>{times}</tr>'
    )


def slowest(found: Sequence[Entry]) -> str:
    """The cases that took longest."""
    ran = [(entry, entry.result.duration) for entry in found if entry.result and entry.status != "skipped"]
    rows = "".join(
        f'<li><span class="took">{format_duration(took)}</span> '
        f'<a href="#{entry.anchor}">{shown(entry.case.title)}</a> '
        f'<span class="path">{shown(entry.case.label)}</span></li>'
        for entry, took in sorted(ran, key=lambda pair: -pair[1])[:_SLOWEST]
    )
    return f"<h3>Slowest</h3><ol class='links'>{rows}</ol>" if rows else ""


def service_table(told: Told) -> str:
    """The services that were started for the run."""
    if not told.services:
        return ""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Service", "Address", "Ready after", "Output"))
    rows = "".join(
        f"<tr><td>{shown(each.name)}</td><td><code>{shown(each.url)}</code></td>"
        f'<td class="number">{format_duration(each.duration)}</td>'
        f"<td><code>{shown(told.logs.get(each.name, ''))}</code></td></tr>"
        for each in told.services.values()
    )
    return f"<h3>Services started</h3><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
