"""Who sees which data of a case and on which ground, in words: organisations × field groups (L-85)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rinnalla.access.models import Consent, Grant, Membership
from rinnalla.access.walls import open_case
from rinnalla.cases import grounds
from rinnalla.cases.consents import rules
from rinnalla.cases.models import Case, TeamMember
from rinnalla.lib import dates
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels import codes

LAW, CONSENT, PART, NONE = "law", "consent", "part", "none"
EVERYBODYS = ("basics", "social", "health", "livelihood", "employment")
SPECIAL = "special"  # leaves no trace for whoever may not see it


@dataclass(frozen=True)
class Cell:
    """One organisation and one kind of data: is it open, and on which ground in words."""

    group: str
    name: str
    state: str
    words: str


@dataclass(frozen=True)
class Party:
    """An organisation's row: its people who see the case, its consent in force if there is one, its cells."""

    organisation: Organisation
    people: tuple[str, ...]
    consent: Consent | None
    law: str
    cells: tuple[Cell, ...]

    @property
    def open(self) -> list[Cell]:
        return [one for one in self.cells if one.state != NONE]


def of(case: Case, groups: Iterable[str] = EVERYBODYS) -> list[Party]:
    """The rows, by the organisation's name. A fixed number of statements, whatever the number of people."""
    open_case(case.pk)
    shown = list(groups)
    grants = _grants(case)
    consents = {
        one.organisation_id: one for one in case.consents.in_force().select_related("organisation").order_by("pk")
    }
    bodies = {one.pk: one for one, _grant in grants} | {pk: one.organisation for pk, one in consents.items()}
    rows = [
        _party(case, body, [grant for one, grant in grants if one.pk == body.pk], consents.get(body.pk), shown)
        for body in bodies.values()
    ]
    return sorted(rows, key=lambda one: one.organisation.name)


def _grants(case: Case) -> list[tuple[Organisation, Grant]]:
    """Each live grant with the organisation whose person or unit holds it."""
    rows = list(case.grants.live().select_related("user", "unit__organisation").order_by("-depth", "pk"))
    users = [one.user_id for one in rows if one.user_id]
    works = Membership.objects.in_force().filter(user__in=users).select_related("unit__organisation").order_by("-pk")
    places = TeamMember.objects.filter(case=case, user__in=users).select_related("unit__organisation").order_by("pk")
    whose = {one.user_id: one.unit.organisation for one in works}
    whose |= {one.user_id: one.unit.organisation for one in places}
    found = [(one.unit.organisation if one.unit else whose.get(one.user_id), one) for one in rows]
    return [(body, grant) for body, grant in found if body is not None]


def _party(case: Case, body: Organisation, grants: list[Grant], consent: Consent | None, shown: list[str]) -> Party:
    people = dict.fromkeys(one.user.name if one.user else one.unit.name for one in grants)
    statute = next((one.ground for one in grants if one.ground != grounds.CONSENT), "")
    cells = tuple(_cell(group, grants, consent) for group in shown)
    return Party(body, tuple(people), consent, codes.statute_words(statute) if statute else "", cells)


def _cell(group: str, grants: list[Grant], consent: Consent | None) -> Cell:
    name = codes.code_name("field_groups", group)
    opening = [one for one in grants if group in one.field_groups]
    by_law = next((one.ground for one in opening if one.ground != grounds.CONSENT), None)
    if by_law:
        return Cell(group, name, LAW, _("Laki: %(law)s") % {"law": codes.statute_words(by_law)})
    if consent is None or group not in consent.field_groups:
        return Cell(group, name, NONE, _("Ei näe"))
    if group not in rules.opened(consent):
        kinds = ", ".join(codes.code_name("health_kinds", one).lower() for one in _kinds(consent, group))
        return Cell(group, name, PART, _("Lupa osaan: %(kinds)s. Ei näy sivuilla.") % {"kinds": kinds})
    return Cell(group, name, CONSENT, since(consent) if opening else _("Lupa on, mutta kukaan ei vielä näe"))


def since(consent: Consent) -> str:
    """From when to when, as people say it."""
    told = {"from": dates.d(consent.given_on), "to": dates.d(consent.ends_on)}
    if consent.ends_on:
        return _("Lupa %(from)s–%(to)s") % told
    return _("Lupa %(from)s alkaen, kunnes perutaan") % told


def _kinds(consent: Consent, group: str) -> list[str]:
    found = {one.key: one.definition.field_group for one in codes.code_list("health_kinds")}
    return [one for one in consent.health_kinds if found.get(one) == group]


@dataclass(frozen=True)
class Sight:
    """Somebody, or a unit, who may see something of the case now, on one kind of ground."""

    name: str
    groups: frozenset[str]
    by_consent: bool


def who_sees(case: Case) -> list[Sight]:
    """Everybody with leave to see the case now: once for the law and once for consents, however many leaves there are.
    The deepest first. One statement."""
    rows = case.grants.live().select_related("user", "unit__organisation").order_by("-depth", "pk")
    found: dict[tuple[int | None, int | None, bool], Sight] = {}
    for row in rows:
        key = (row.user_id, row.unit_id, row.ground == grounds.CONSENT)
        before = found[key].groups if key in found else frozenset()
        found[key] = Sight((row.user or row.unit).name, before | frozenset(row.field_groups), key[2])
    return list(found.values())
