"""What a page has shown: collected while it runs, written to the access log before the answer leaves."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Shown:
    """Whose data, which field groups and on which grounds. Views add what the frame can't know (lists, searches)."""

    case_ids: set[int] = field(default_factory=set)
    person_ids: set[int] = field(default_factory=set)
    field_groups: set[str] = field(default_factory=set)
    grounds: set[str] = field(default_factory=set)
    purpose: str = ""
    action: str = ""
    objects: int = 0

    def cases(self, ids: Iterable[int]) -> None:
        self.case_ids.update(ids)

    def persons(self, ids: Iterable[int]) -> None:
        self.person_ids.update(one for one in ids if one)

    def groups(self, names: Iterable[str]) -> None:
        self.field_groups.update(names)

    def add_grounds(self, codes: Iterable[str]) -> None:
        self.grounds.update(codes)

    def others(self, count: int) -> None:
        """Client rows that have no case yet (an inbox): counted so that the reading leaves its line."""
        self.objects += count

    def apart(self, case_ids: set[int], purpose: str) -> "Shown":
        """These cases in a line of their own, with its purpose; they leave this one."""
        self.case_ids -= case_ids
        return Shown(set(case_ids), set(), set(self.field_groups), set(self.grounds), purpose, self.action)

    def anything(self) -> bool:
        return bool(self.case_ids or self.person_ids or self.objects)
