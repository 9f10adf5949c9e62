"""Records: values with named fields.

They are msgspec's structs: what a dataclass generates and compiles for each class, at each start, is C there, and so is
making one. `docs/architecture.md` has the figures.
"""

from __future__ import annotations

from typing import Any, dataclass_transform

from itest.model.lean_import import without

# Start-up cost: msgspec takes from it what records do not use.
with without("typing_extensions"):
    from msgspec import Struct, field
    from msgspec.structs import astuple, replace

__all__ = ["Record", "State", "defaults_of", "field", "names_of", "replace", "values_of"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record(Struct, frozen=True):
    """A value: it never changes, and is equal to another of its class with equal fields."""


@dataclass_transform(field_specifiers=(field,))
class State(Struct):
    """What changes while something is going on."""


def names_of(record: Record | type[Record]) -> tuple[str, ...]:
    """The names of its fields, in their order."""
    return record.__struct_fields__


def values_of(record: Record) -> tuple[Any, ...]:
    """The values of its fields, in their order."""
    return astuple(record)


def defaults_of(record: Record | type[Record]) -> dict[str, Any]:
    """The values of the fields that need not be given."""
    names, values = record.__struct_fields__, record.__struct_defaults__
    return dict(zip(names[len(names) - len(values) :], values, strict=True))
