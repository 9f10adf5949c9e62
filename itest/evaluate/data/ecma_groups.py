"""Groups in the patterns of ECMA-262, and what a reference to one means in the engine's syntax.

In ECMA-262 a group that took no part is the empty text to a reference, and each round of a repetition begins with its
groups unset; in the engine a reference to an unset group fails, and groups keep what an earlier round took.
"""

from __future__ import annotations

from itertools import takewhile

from itest.evaluate.data.pattern_syntax import PatternSyntax
from itest.model.record import Record


class Branch:
    """A group of any kind on the way from the whole pattern to a place: which alternative of it leads there."""

    def __init__(self, outer: Branch | None = None, *, backwards: bool = False) -> None:
        self.outer = outer
        self.backwards: bool = backwards or (outer is not None and outer.backwards)
        self.alternative = 0
        """Which one is being read; after the group's end, the last one."""
        self.optional = False
        self.repeated = False

    def place(self) -> Place:
        """Where something stands: the groups around it, from outside, each with the alternative."""
        around = () if self.outer is None else self.outer.place()
        return (*around, (self, self.alternative))


Place = tuple[tuple[Branch, int], ...]


class Group(Record, kw_only=True):
    """A group that captures: its own branch, and where it stands."""

    own: Branch
    place: Place


class Reference(Record, kw_only=True):
    """A backreference: the group it means, by number or name, where it stands, and what was closed before it."""

    meant: str
    place: Place
    backwards: bool
    closed: frozenset[int]
    offset: int


class Groups:
    """The groups of one pattern."""

    def __init__(self) -> None:
        self._groups: dict[int, Group] = {}
        self._names: dict[str, int] = {}
        self._closed: set[int] = set()

    def open(self, own: Branch, place: Place, name: str | None, offset: int) -> int:
        """The number of a new group; raises `PatternSyntax` for a name that is none or is taken."""
        number = len(self._groups) + 1
        self._groups[number] = Group(own=own, place=place)
        if name is not None:
            if not name.replace("$", "_").replace("\u200c", "_").replace("\u200d", "_").isidentifier():
                raise PatternSyntax(f"`{name}` is no name of a group", offset)
            if name in self._names:
                raise PatternSyntax(f"two groups have the name `{name}`", offset)
            self._names[name] = number
        return number

    def close(self, number: int) -> None:
        self._closed.add(number)

    def reference(self, meant: str, branch: Branch, offset: int) -> Reference:
        return Reference(
            meant=meant,
            place=branch.place(),
            backwards=branch.backwards,
            closed=frozenset(self._closed),
            offset=offset,
        )

    def written(self, reference: Reference) -> str:
        """The reference in the engine's syntax, once all groups are known; raises `PatternSyntax`."""
        number = int(reference.meant) if reference.meant.isdecimal() else self._names.get(reference.meant, 0)
        if number not in self._groups:
            raise PatternSyntax(f"there is no group `{reference.meant}`", reference.offset)
        group = self._groups[number]
        if reference.backwards or group.own.backwards:
            raise PatternSyntax("references within a lookbehind are not supported", reference.offset)
        shared = _shared(group.place, reference.place)
        if number not in reference.closed or _in_another_alternative(group.place[shared:], reference.place[shared:]):
            return "(?:)"  # it is unset here, whatever came before
        if _may_keep(group, shared):
            message = f"group {number} may hold what an earlier repetition took, which is not supported"
            raise PatternSyntax(message, reference.offset)
        return rf"(?:(?({number})\{number}|))"


def _shared(one: Place, other: Place) -> int:
    """How many groups, with their alternatives, are around both."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _in_another_alternative(one: Place, other: Place) -> bool:
    return bool(one) and bool(other) and one[0][0] is other[0][0]


def _may_keep(group: Group, shared: int) -> bool:
    """Whether a round of a repetition can pass by the group, so that it would keep what the round before took."""
    apart = [branch for branch, _ in group.place[shared:]]
    passed_by = group.own.optional or any(branch.optional or branch.alternative for branch in apart)
    return passed_by and any(branch.repeated for branch, _ in group.place)
