"""What stands on a consent: told before it is withdrawn, and ended by the withdrawal; one list for both.

Later rooms tell theirs through settings.CONSENT_READERS, each a function of the consent.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from rinnalla.access import grants
from rinnalla.access.actor import Actor
from rinnalla.access.models import Consent, Grant
from rinnalla.access.walls import open_case
from rinnalla.cases.actions import end_places
from rinnalla.cases.disclosures.models import Disclosure
from rinnalla.cases.models import TeamMember
from rinnalla.lib import dates

# In the order people ask: who, what of theirs, what is ahead, and what no withdrawal takes back.
PEOPLE, COACHING, SERVICE, QUESTION, MEETING, MAIL, GIVEN = (
    "people", "coaching", "service", "question", "meeting", "mail", "given",
)
KINDS = (PEOPLE, COACHING, SERVICE, QUESTION, MEETING, MAIL, GIVEN)


@dataclass(frozen=True)
class Stands:
    """One thing that stands on a consent, in words, and how it ends with it."""

    kind: str
    text: str
    end: Callable[[Actor], object]
    user_id: int | None = None


def nothing(by: Actor) -> None:
    """What was lawfully given stays given; it is told and not undone."""


def on(consent: Consent) -> list[Stands]:
    """Everything that stands on the consent now, in the order it ends: the rooms' own first, leave to see last."""
    open_case(consent.case_id)
    given = [Stands(GIVEN, _given(one), nothing) for one in consent.disclosures.order_by("pk")]
    rooms = [one for path in settings.CONSENT_READERS for one in import_string(path)(consent)]
    return [*rooms, *_people(consent), *given]


def by_kind(rows: Iterable[Stands]) -> list[tuple[str, list[str]]]:
    """The same for a page: kinds in their order, each with its sentences."""
    found = [(kind, [one.text for one in rows if one.kind == kind]) for kind in KINDS]
    return [(kind, texts) for kind, texts in found if texts]


def _given(row: Disclosure) -> str:
    told = {"day": dates.d(dates.local(row.made_at).date()), "aim": row.aim_name.lower()}
    return _("Tiedot, jotka annettiin %(day)s (%(aim)s), jäävät heille.") % told


def _people(consent: Consent) -> list[Stands]:
    rows = Grant.objects.filter(case_id=consent.case_id, consent=consent, ended_at__isnull=True, source__isnull=True)
    rows = rows.select_related("user", "unit").order_by("pk")
    return [_person(consent, grant) for grant in rows]


def _person(consent: Consent, grant: Grant) -> Stands:
    name = grant.user.name if grant.user else grant.unit.name
    if grant.user and grant.why == "team":
        place = TeamMember.objects.filter(grant=grant, left_at__isnull=True).first()
        text = _("%(name)s lähtee tiimistä eikä näe enää tietoja.") if place else _("%(name)s ei näe enää tietoja.")
    elif grant.user:
        text = _("%(name)s ei näe enää tietoja.")
    else:
        text = _("%(name)s ei näe enää tietoja. Sille esitetty kysymys päättyy.")
    kind = PEOPLE if grant.user else QUESTION
    return Stands(kind, text % {"name": name}, lambda by: _end_grant(grant, by), grant.user_id)


def _end_grant(grant: Grant, by: Actor) -> None:
    end_places(TeamMember.objects.filter(case_id=grant.case_id, grant=grant), by)
    grants.end(case_id=grant.case_id, to=grant.user or grant.unit, why=grant.why, by=by)
