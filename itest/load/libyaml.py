"""PyYAML as this house uses it: events, errors and the parsers."""

from itest.model.lean_import import lazy_patterns_of

with lazy_patterns_of("yaml"):
    import yaml
    from yaml.scanner import ScannerError
    from yaml.tokens import ScalarToken

__all__ = ["ScalarToken", "ScannerError", "yaml"]
