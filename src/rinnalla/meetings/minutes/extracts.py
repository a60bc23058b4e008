"""Each organisation's own share of a meeting, put together from what was written once (L-48).

A share holds the lines marked as the organisation's, the decisions it carries out, and the frame: when, what kind, who
were there. Nothing of another body's share, and no field group that the reader may not see.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.lib import dates
from rinnalla.lib.documents import pdf
from rinnalla.meetings.minutes.models import ExtractEntry, MinuteLine
from rinnalla.meetings.models import Decision, Meeting, Participant
from rinnalla.organisations.models import Organisation
from rinnalla.people.models import Person

TEMPLATE = Path(__file__).parent / "extract.typ"
FORMAT = "rinnalla.meeting-extract.1"


@dataclass(frozen=True)
class Agreed:
    """One thing the organisation does: what, who, by when."""

    what: str
    who: str
    by: date | None


@dataclass(frozen=True)
class Extract:
    """The share of one organisation."""

    meeting: Meeting
    organisation: Organisation
    present: list[str]
    lines: list[MinuteLine]
    agreed: list[Agreed]

    @property
    def person(self) -> Person:
        return self.meeting.case.person


def extract_of(meeting: Meeting, organisation: Organisation, groups: Iterable[str]) -> Extract:
    """The organisation's share, of these field groups."""
    open_groups = frozenset(groups)
    lines = MinuteLine.objects.filter(
        meeting=meeting, organisation=organisation, field_group__in=open_groups
    ).standing()
    came = meeting.participants.filter(removed_at__isnull=True).exclude(came=False).select_related("user")
    names = [meeting.case.person.name if one.is_client else one.user.name if one.user else one.outside_name
             for one in came.order_by("-is_client", "pk")]
    return Extract(meeting, organisation, names, list(lines), _agreed(meeting, organisation, open_groups))


def _agreed(meeting: Meeting, organisation: Organisation, groups: frozenset[str]) -> list[Agreed]:
    rows = Decision.objects.filter(meeting=meeting).select_related(
        "action__owner", "action__organisation", "action__goal", "episode__card", "episode__organiser__organisation",
        "task__owner",
    )
    members = dict(Participant.objects.filter(meeting=meeting, user__isnull=False).values_list("user", "organisation"))
    found = []
    for one in rows.order_by("pk"):
        if not one.groups <= groups:
            continue
        if one.action and one.action.organisation_id == organisation.pk:
            owner = one.action.owner.name if one.action.owner else organisation.name
            found.append(Agreed(one.action.what, owner, one.action.due_on))
        elif one.episode and one.episode.organiser and one.episode.organiser.organisation_id == organisation.pk:
            found.append(Agreed(one.episode.name, one.episode.body_name, one.episode.planned_on))
        elif one.task and members.get(one.task.owner_id) == organisation.pk:
            found.append(Agreed(one.task.what, one.task.owner.name, one.task.due_on))
    return found


def as_text(extract: Extract) -> str:
    """The share as plain text to paste into another system."""
    meeting = extract.meeting
    rows = [
        f"{meeting.kind_name} {dates.dt(meeting.starts_at)}",
        _("Asiakas: %(name)s, asia %(number)s") % {"name": extract.person.name, "number": meeting.case.number},
        _("Paikalla: %(names)s") % {"names": ", ".join(extract.present)},
        "",
        *(f"{one.speaker}: {one.text}" if one.speaker else one.text for one in extract.lines),
    ]
    if extract.agreed:
        rows += ["", _("Sovittiin:")]
        rows += [f"- {one.what} ({', '.join(filter(None, (one.who, dates.d(one.by))))})" for one in extract.agreed]
    return "\n".join(rows).strip() + "\n"


def as_data(extract: Extract) -> dict[str, Any]:
    """The share as a structured file; every name of a field is fixed by `format`."""
    meeting = extract.meeting
    return {
        "format": FORMAT, "meeting": str(meeting.uuid), "case": meeting.case.number, "kind": meeting.kind,
        "held_at": meeting.starts_at.isoformat(), "organisation": extract.organisation.key,
        "client": extract.person.name, "present": extract.present,
        "lines": [
            {"kind": one.kind, "speaker": one.speaker, "text": one.text, "field_group": one.field_group}
            for one in extract.lines
        ],
        "agreed": [
            {"what": one.what, "who": one.who, "by": one.by.isoformat() if one.by else None} for one in extract.agreed
        ],
    }


def as_paper(extract: Extract) -> bytes:
    """The share as tagged PDF."""
    meeting = extract.meeting
    return pdf(TEMPLATE, {
        "lang": (get_language() or "fi")[:2],
        "title": _("Ote tapaamisesta: %(organisation)s") % {"organisation": extract.organisation.name},
        "footer": f"{meeting.kind_name} {dates.d(meeting.starts_at)}, {meeting.case.number}",
        "facts": [
            f"{meeting.kind_name} {dates.dt(meeting.starts_at)}",
            _("Asiakas: %(name)s, asia %(number)s") % {"name": extract.person.name, "number": meeting.case.number},
            _("Paikalla: %(names)s") % {"names": ", ".join(extract.present)},
        ],
        "lines": [f"{one.speaker}: {one.text}" if one.speaker else one.text for one in extract.lines],
        "agreed": _("Sovittiin"), "headers": [_("Mitä tehdään"), _("Kuka"), _("Milloin")],
        "decisions": [[one.what, one.who, dates.d(one.by)] for one in extract.agreed],
    })


def share_of(actor: Actor) -> "QuerySet[Meeting]":
    """Closed meetings the actor sees, where somebody of the actor's own organisation took part."""
    took_part = Participant.objects.filter(organisation=actor.organisation_id, user__isnull=False, came=True)
    rows = Meeting.objects.visible_to(actor).filter(closed_at__isnull=False, withdrawn_at__isnull=True)
    return rows.filter(pk__in=took_part.values("meeting_id"))


def unticked(actor: Actor) -> "QuerySet[Meeting]":
    """Those of which the own share is not in the own system yet (L-48)."""
    entered = ExtractEntry.objects.filter(organisation=actor.organisation_id, lapsed_at__isnull=True)
    return share_of(actor).exclude(pk__in=entered.values("meeting_id"))


def entries(meeting: Meeting) -> list[tuple[Organisation, ExtractEntry | None]]:
    """Each organisation that took part, with its tick or None: who has entered its share."""
    came = meeting.participants.filter(user__isnull=False, came=True, organisation__isnull=False)
    bodies = Organisation.objects.filter(pk__in=came.values("organisation_id")).order_by("key")
    live = meeting.entries.filter(lapsed_at__isnull=True).select_related("made_by")
    ticks = {one.organisation_id: one for one in live}
    return [(body, ticks.get(body.pk)) for body in bodies]
