"""itest: declarative integration scenarios, run against real endpoints."""

__version__ = "0.1.0"
