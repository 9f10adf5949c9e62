"""OpenTelemetry: the run as spans, sent over OTLP/HTTP; needs the extra `itest-cli[otel]`.

Where to send is said by the `OTEL_EXPORTER_OTLP_*` variables, or the target; `OTEL_SERVICE_NAME` and
`OTEL_RESOURCE_ATTRIBUTES` name what runs. What becomes a span is `otel_spans`' ground, the only one beside this that
knows OpenTelemetry.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from itest.evaluate.data.escape import visible
from itest.model.events import Event
from itest.model.problem import Problem, ReportError, UsageError
from itest.report.told import Told

BATCH = 512
"""Spans of one request, as OpenTelemetry's own exporters send them."""
_LOGGER = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
_HINT = "Look at OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_HEADERS; a collector takes OTLP over HTTP at :4318."


class OtelReporter:
    """Sends the spans when the run is over. The target is the whole address that they are posted to
    (`http://127.0.0.1:4318/v1/traces`); empty leaves it to the environment."""

    def __init__(self, target: str) -> None:
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # an extra
        except ImportError as error:
            message = f"The report `otel` needs OpenTelemetry: {error}."
            hint = 'Install it: pip install "itest-cli[otel]"'
            raise UsageError([Problem(code="IT404", message=message, hint=hint)]) from error
        self._told = Told()
        self._exporter: Any = OTLPSpanExporter(endpoint=target or None)

    def handle(self, event: Event) -> None:
        self._told.handle(event)

    def close(self) -> None:
        from itest.report.otel_spans import sent_well, spans  # an extra

        found = list(spans(self._told))
        with _overheard() as heard:
            well = all(
                sent_well(self._exporter.export(found[start : start + BATCH])) for start in range(0, len(found), BATCH)
            )
            self._exporter.shutdown()
        if not well:
            cause = visible(heard[-1]) if heard else "the collector did not take them"
            message = f"The report `otel`: {len(found)} spans could not be sent: {cause}"
            raise ReportError([Problem(code="IT501", message=message, hint=_HINT)])


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """What the exporter logs, which is the only way it says what went wrong; kept off the terminal."""
    heard: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    logger: Any = logging.getLogger(_LOGGER)
    listener, propagate = Listener(), logger.propagate
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield heard
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate
