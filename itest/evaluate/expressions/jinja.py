"""Jinja as this house uses it: the parser of its expressions, and its filters."""

from itest.model.lean_import import lazy_patterns_of, set_aside

with lazy_patterns_of("jinja2"), set_aside("jinja2", "bccache", "loaders"):
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
