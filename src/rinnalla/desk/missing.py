"""What the records of the reader's own clients still lack, each thing with the form that mends it.

Figures come out of the records: what nobody has written is missing from them too. Nothing here waits for a day (that is
my day's); each is a fact that has happened, or ought to be known by now, and stands nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import Grant
from rinnalla.access.permissions import Permission
from rinnalla.access.rules import within_leave
from rinnalla.cases.models import Case, ContactNote
from rinnalla.desk.day_lines import Item, case_page, row_of
from rinnalla.lib import dates
from rinnalla.meetings.models import Meeting
from rinnalla.people.models import JobseekerStatus
from rinnalla.plans.models import Approval
from rinnalla.servicemodels.codes import due, of_case
from rinnalla.services.models import Benefit, ServiceEpisode
from rinnalla.services.models_livelihood import LIVELIHOOD

MOST = 200


@dataclass(frozen=True)
class Lack:
    """One kind of what is missing: what, from which figures it is missing, and whose, each with its form."""

    key: str
    title: str
    note: str
    items: Sequence[Item]


def missing(actor: Actor) -> list[Lack]:
    """What the open cases the actor answers for still lack, the kinds without a line left out. Three statements,
    whatever the number of cases; of what has a field group of its own, only what the actor's leave covers."""
    mine = Case.objects.visible_to(actor).led_by(actor)
    cases = list(_told(mine, actor).select_related("person", "responsible_worker").order_by("person__sort_key")[:MOST])
    told = [*_of_path(cases), *_of_person(cases)]
    if actor.can(Permission.SERVICE_EDIT):
        told += _of_services(mine, actor)
    if actor.can(Permission.MEETING_RECORD):
        told += _of_meetings(mine, actor)
    return [one for one in told if one.items]


def _told(mine: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """The cases with what stands in them already, and whether the actor may know what the client lives on."""
    first = ContactNote.objects.filter(case=OuterRef("pk"), is_first=True)
    approved = Approval.objects.filter(case=OuterRef("pk"), answer="approved")
    sees = LIVELIHOOD in actor.field_groups() and actor.can(Permission.SERVICE_EDIT)
    leave = Grant.objects.live().held_by(actor).filter(case=OuterRef("pk"), field_groups__contains=[LIVELIHOOD])
    lives_on = Benefit.objects.filter(case=OuterRef("pk"), removed_at__isnull=True)
    return mine.annotate(
        met=Exists(first), planned=Exists(approved), lives_on=Exists(lives_on),
        asks_livelihood=Exists(leave if sees else leave.none()),
    )  # fmt: skip


def _of_path(cases: list[Any]) -> list[Lack]:
    """What the path has passed without a record: its own deadline is over, and nothing tells that it happened."""
    unmet = [one for one in cases if not one.met and _passed(one, "first_contact")]
    unplanned = [one for one in cases if not one.planned and _passed(one, "plan")]
    unknown = [one for one in cases if one.asks_livelihood and not one.lives_on and _passed(one, "plan")]
    return [
        Lack("contact", _("Ensimmäinen yhteydenotto"), _("Luku: kuinka pian asiakkaaseen otettiin yhteyttä"),
             [_line(one, _("Yhteydenottoa ei ole kirjattu"), _("Kirjaa"), "cases:contact_new") for one in unmet]),
        Lack("plan", _("Asiakkaan hyväksymä suunnitelma"), _("Luku: kuinka moni saa suunnitelman ajassa"),
             [_line(one, _("Hyväksyntää ei ole kirjattu"), _("Avaa suunnitelma"), "plans:plan") for one in unplanned]),
        Lack("livelihood", _("Mistä asiakas elää"), _("Luku: mihin toimeentuloon polut johtavat"),
             [_line(one, _("Toimeentuloa ei ole kirjattu"), _("Kirjaa"), "services:benefit_new") for one in unknown]),
    ]  # fmt: skip


def _of_person(cases: list[Any]) -> list[Lack]:
    """What the client's own details lack, in one line each."""
    lines = []
    for one in cases:
        gaps = [
            (one.person.municipality_id is None, _("kunta")),
            (one.person.birth_date is None, _("syntymäaika")),
            (one.person.jobseeker_status == JobseekerStatus.UNKNOWN, _("onko työnhakijana")),
        ]
        lacking = ", ".join(words for lacks, words in gaps if lacks)
        if lacking:
            lines.append(_line(one, _("Puuttuu: %(what)s") % {"what": lacking}, _("Täydennä"), "cases:person"))
    return [Lack("person", _("Asiakkaan perustiedot"), _("Luvut: asiakkaat kunnittain ja ikäryhmittäin"), lines)]


def _of_services(mine: QuerySet[Case], actor: Actor) -> list[Lack]:
    """Services whose day of beginning or end is past, with neither a beginning, a wait nor an end written."""
    today = dates.today()
    unbegun = Q(started_on__isnull=True, waits_since__isnull=True, planned_on__lt=today)
    rows = ServiceEpisode.objects.visible_to(actor).not_ended().filter(
        unbegun | Q(started_on__isnull=False, agreed_until__lt=today), case__in=mine
    )
    rows = within_leave(rows, actor, "field_group").select_related("card", "case__person", "case__responsible_worker")
    found = list(rows.order_by("planned_on", "pk")[:MOST])
    begun = [_service(one, "services:beginning") for one in found if one.started_on is None]
    ended = [_service(one, "services:ending") for one in found if one.started_on is not None]
    return [
        Lack("begun", _("Alkoiko palvelu?"), _("Luku: kuinka pian palveluun pääsee"), begun),
        Lack("ended", _("Miten palvelu päättyi?"), _("Luku: mitä palveluista seuraa"), ended),
    ]


def _service(one: ServiceEpisode, form: str) -> Item:
    day = one.planned_on if one.started_on is None else one.agreed_until
    url = reverse(form, kwargs={"case_uuid": one.case.uuid, "episode_uuid": one.uuid})
    words = _("Piti alkaa %(day)s") if one.started_on is None else _("Sovittu %(day)s asti")
    return Item(row_of(one.case), one.name, words % {"day": dates.d(day)}, "", "plain", _("Kirjaa"), url)


def _of_meetings(mine: QuerySet[Case], actor: Actor) -> list[Lack]:
    """Meetings whose time is over: neither held nor called off, or held without a summary to the client."""
    past = Q(held_at__isnull=True, cancelled_at__isnull=True, starts_at__lt=dates.start_of_day(dates.today()))
    silent = Q(held_at__isnull=False, closed_at__isnull=True)
    rows = Meeting.objects.visible_to(actor).filter(past | silent, case__in=mine)
    rows = within_leave(rows, actor, "field_group").select_related("case__person", "case__responsible_worker")
    found = list(rows.order_by("starts_at", "pk")[:MOST])
    return [
        Lack("held", _("Pidettiinkö tapaaminen?"), _("Luku: tapaamiset, joissa asiakas oli mukana"),
             _met([one for one in found if one.held_at is None])),
        Lack("summary", _("Yhteenveto asiakkaalle"), _("Luku: kuinka pian asiakas saa yhteenvedon"),
             _met([one for one in found if one.held_at is not None])),
    ]  # fmt: skip


def _met(rows: Iterable[Meeting]) -> list[Item]:
    return [
        Item(row_of(one.case), str(one.kind_name), dates.d(dates.local(one.starts_at).date()), "", "plain", _("Kirjaa"),
             reverse("meetings:meeting", kwargs={"case_uuid": one.case.uuid, "meeting_uuid": one.uuid}))
        for one in rows
    ]  # fmt: skip


def _passed(case: Case, name: str) -> bool:
    """Whether the deadline of this name, counted from the case's opening, is over."""
    return due(of_case(case), name, dates.local(case.made_at).date()) < dates.today()


def _line(case: Case, what: str, act: str, form: str) -> Item:
    row = row_of(case)
    return Item(row, what, "", "", "plain", act, case_page(row, form))
