"""Jinja as this house uses it: the parser of its expressions, and its filters."""

from itest.model.lazy_pattern import lazy_patterns_of

with lazy_patterns_of("jinja2"):
    from jinja2 import (
        Environment,
        TemplateError,
        TemplateSyntaxError,
        Undefined,
        filters,
        nodes,
        pass_context,
        pass_environment,
    )
    from jinja2.lexer import Token, TokenStream
    from jinja2.parser import Parser
    from jinja2.runtime import Context

__all__ = [
    "Context",
    "Environment",
    "Parser",
    "TemplateError",
    "TemplateSyntaxError",
    "Token",
    "TokenStream",
    "Undefined",
    "filters",
    "nodes",
    "pass_context",
    "pass_environment",
]
