"""Expectations as the loader hands them over, built from plain values."""

from types import MappingProxyType

from itest.evaluate.expressions.scope import Scope
from itest.evaluate.matching.context import MatchContext
from itest.evaluate.matching.matching import match
from itest.evaluate.matching.place import Place, Reading
from itest.model.values import Template


def tree(value):
    """The value as a loaded tree: frozen, with templates where text has braces."""
    if isinstance(value, dict):
        return MappingProxyType({key: tree(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(tree(item) for item in value)
    return Template(value) if isinstance(value, str) and "{{" in value else value


def mismatches(expected, actual, *, text=False, field="body", context=None, **names):
    """What does not hold when the field is matched."""
    place = Place(field=field, reading=Reading.TEXT if text else Reading.VALUE)
    return match(tree(expected), actual, place, context or MatchContext(scope=Scope(names)))


def told(expected, actual, **options):
    """Each mismatch as `where: message`."""
    return [f"{one.where}: {one.message}" for one in mismatches(expected, actual, **options)]
