"""My day: what waits for me, in groups. Each line says whose, what, when, and opens where it is mended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.desk.day_actions import actions_due, declines, handovers, said
from rinnalla.desk.day_agreements import agreements, letters
from rinnalla.desk.day_alerts import alerts
from rinnalla.desk.day_breakglass import emergencies
from rinnalla.desk.day_coaching import coached
from rinnalla.desk.day_lines import Item, case_page, row_of, shortened, when
from rinnalla.desk.day_rights import asked as rights
from rinnalla.desk.day_rights import corrections, holds
from rinnalla.desk.onpath import late_steps, proposed_steps
from rinnalla.desk.queries import CaseRow, my_cases, soon
from rinnalla.desk.turns import breaks, turns
from rinnalla.lib import dates
from rinnalla.meetings.models import today as meetings_today
from rinnalla.referrals.models import Consultation, Referral
from rinnalla.servicemodels.codes import deadline, due, of_region
from rinnalla.services.queries import guidance_to, unread_news

REVIEW_DAYS, SHOWN = 7, 8


@dataclass
class Group:
    """A group of lines with its symbol and its one sentence."""

    key: str
    mark: str
    title: str
    note: str
    all: list[Item] = field(default_factory=list)
    whose: str = "mine"

    @property
    def items(self) -> list[Item]:
        return self.all[:SHOWN]

    @property
    def more(self) -> str:
        """Where the rest is listed."""
        if self.key == "news":
            return reverse("services:notices")
        return (
            reverse("desk:case_list") + f"?whose={self.whose}" + ("&late=1" if self.key in ("step", "review") else "")
        )


@dataclass(frozen=True)
class MeetingToday:
    """A meeting of today: when, whose, what."""

    case_id: int
    starts_at: datetime
    held: bool
    url: str
    name: str
    text: str


@dataclass
class Day:
    """The whole page's content."""

    groups: list[Group]
    meetings: list[MeetingToday]
    inbox: int
    responsible_for: int
    stands_in_for: list[str]
    coachings: int = 0

    def count(self, key: str) -> int:
        return sum(len(group.all) for group in self.groups if group.key == key)

    @property
    def filled(self) -> list[Group]:
        return [group for group in self.groups if group.all]

    @property
    def lead(self) -> str:
        """What the page would say if it could speak."""
        met = len(self.meetings)
        parts = [ngettext("Tänään yksi tapaaminen.", "Tänään %(n)s tapaamista.", met) % {"n": met}] if met else []
        answers = self.count("answer") + self.count("handover")
        silent = self.count("silent")
        if answers:
            parts.append(ngettext("Yksi odottaa vastaustasi.", "%(n)s odottaa vastaustasi.", answers) % {"n": answers})
        if silent:
            parts.append(ngettext("Yksi asia on hiljentynyt.", "%(n)s asiaa on hiljentynyt.", silent) % {"n": silent})
        return " ".join(parts) or _("Tänään ei ole tapaamisia, eikä kukaan odota vastaustasi.")


def my_day(actor: Actor) -> Day:
    """Everything that waits for the actor today, in own cases and in those the actor sees to as a deputy. A fixed
    number of statements, whatever the number of cases."""
    region = of_region(actor.region_id)
    rows = {row.pk: row for row in my_cases(actor, due(region, "benefit_end_notice"))}
    mine = [row for row in rows.values() if row.responsible_id is not None]
    own_actions, late_actions = actions_due(actor, rows)
    silent_days = deadline(region, "silent")
    asked = [Item(*one) for one in breaks(mine)]
    asked += [Item(*one, dates.d(on), "wait", _("Vastaa"), url) for one, on, url in proposed_steps(mine)]
    own_late, late = (_late_steps(mine, actor, own=own) for own in (True, False))
    coachings = coached(actor)
    groups = [
        Group(
            "answer",
            "reply",
            _("Vastaa"),
            _("Sinun vastaustasi tai tekoasi odotetaan"),
            [*emergencies(actor), *alerts(actor), *declines(rows.values()), *said(rows.values()),
             *corrections(actor, rows.values()), *rights(actor), *holds(actor), *_questions(actor), *_guidance(actor),
             *asked, *own_actions, *agreements(actor), *letters(actor)],  # fmt: skip
        ),
        Group(
            "unnamed",
            "late",
            _("Kukaan ei vielä vastaa"),
            _("Nimeä asiakasvastaava"),
            _unnamed(rows.values()),
            "unnamed",
        ),
        Group(
            "news", "review", _("Palvelu muuttui"), _("Sinulla on asiakas näissä palveluissa"), _news(actor), "news"
        ),
        Group(
            "livelihood", "review", _("Toimeentulo muuttuu"), _("Sovi ajoissa, mitä sitten tapahtuu"),
            [Item(row, what, step, *when(on), _("Sovi"), url) for row, what, step, on, url in turns(mine)],
        ),  # fmt: skip
        Group(
            "step", "now", _("Seuraavat askeleet"), _("Sovittu tälle päivälle"),
            [*own_late, *coachings, *_steps(mine)],
        ),  # fmt: skip
        Group(
            "review", "review", _("Tarkista suunnitelma"), _("Laki: vähintään kolmen kuukauden välein"), _reviews(mine)
        ),
        Group(
            "silent",
            "silent",
            _("Hiljaista"),
            _("Ei yhteyttä asiakkaaseen yli %(days)s päivään") % {"days": silent_days},
            _silent(mine),
        ),
        Group("others", "late", _("Myöhässä muilla"), _("Sinun asiasi, jonkun muun vuoro"), [*late_actions, *late]),
        Group("handover", "handover", _("Siirrot"), _("Kukaan ei jää ilman asiakasvastaavaa"), handovers(actor)),
    ]
    own = sum(row.responsible_id == actor.user_id for row in mine)
    return Day(groups, _meetings(actor), _inbox(actor), own, sorted({row.responsible for row in mine} - {actor.name}),
               len(coachings))  # fmt: skip


def _late_steps(rows: list[CaseRow], actor: Actor, *, own: bool) -> list[Item]:
    """Late steps of the paths: the actor's own (as a deputy those of the absent one too), or everybody else's."""
    found = late_steps(rows, {actor.user_id, *actor.deputises}, mine=own)
    return [Item(*one, *when(on), _("Avaa askel"), *rest) for one, on, rest in found]


def _questions(actor: Actor) -> list[Item]:
    """Questions of colleagues that wait for the actor, and the actor's own steps (L-29). One statement."""
    rows = Consultation.objects.on_day_of(actor).select_related("sent_by_unit", "answered_by")
    return [_advice(one) for one in rows.order_by("answer_due_on")[:20]]


def _advice(one: Consultation) -> Item:
    url = reverse("referrals:consultation", kwargs={"consultation_uuid": one.uuid})
    if one.answered_at:
        day, who = dates.dshort(dates.local(one.answered_at).date()), one.answered_by.name
        came, detail = _("Neuvo tuli %(day)s") % {"day": day}, _("Neuvo: %(name)s") % {"name": who}
        return Item(None, shortened(one.next_step), detail, came, "now", _("Avaa"), url)
    detail = _("Kysyy %(unit)s") % {"unit": one.sent_by_unit.name}
    return Item(None, shortened(one.question), detail, *when(one.answer_due_on), _("Vastaa"), url)


def _guidance(actor: Actor) -> list[Item]:
    """Clients guided to the actor's unit that nobody has taken yet (V-56)."""
    rows = guidance_to(actor).select_related("case__person", "case__responsible_worker", "card", "made_by")[:20]
    return [
        Item(
            row_of(one.case),
            one.card.name if one.card else _("Palvelu, joka ei ole palvelukartalla"),
            _("Ehdottaa %(name)s") % {"name": one.made_by.name},
            *when(one.due_on),
            _("Vastaa"),
            reverse("services:guidance_answer", kwargs={"case_uuid": one.case.uuid, "guidance_uuid": one.uuid}),
        )
        for one in rows
    ]


def _news(actor: Actor) -> list[Item]:
    """Services with the actor's clients that changed or will end, not read yet (L-80, L-67)."""
    return [
        Item(None, one.name, one.text, dates.d(one.day), "wait" if one.ending else "plain", _("Lue"),
             reverse("services:notice", kwargs={"notice_uuid": one.uuid}))
        for one in unread_news(actor)
    ]  # fmt: skip


def _unnamed(rows: Iterable[CaseRow]) -> list[Item]:
    waiting = sorted((row for row in rows if row.responsible_id is None), key=lambda row: row.naming_due_on)
    return [
        Item(
            row,
            _("Asiakasvastaava puuttuu"),
            _("Asia avattu %(day)s") % {"day": dates.d(dates.local(row.made_at).date())},
            *when(row.naming_due_on),
            _("Ehdota"),
            case_page(row, "cases:team"),
        )
        for row in waiting
    ]


def _steps(rows: Iterable[CaseRow]) -> list[Item]:
    due = [row for row in rows if row.next_step_on and row.next_step_on <= soon(0)]
    return [Item(row, row.next_step, "", *when(row.next_step_on), _("Avaa"), case_page(row)) for row in due]


def _reviews(rows: Iterable[CaseRow]) -> list[Item]:
    due = sorted(
        (row for row in rows if row.review_on and row.review_on <= soon(REVIEW_DAYS)), key=lambda row: row.review_on
    )
    return [
        Item(
            row,
            _("Tarkista, mikä on muuttunut"),
            row.next_step,
            *when(row.review_on),
            _("Tarkista"),
            case_page(row, "plans:plan"),
        )
        for row in due
    ]


def _silent(rows: Iterable[CaseRow]) -> list[Item]:
    quiet = sorted((row for row in rows if row.silent), key=lambda row: -row.silent_days)
    return [
        Item(
            row,
            row.next_step,
            _("Viimeksi yhteydessä %(day)s") % {"day": dates.d(row.last_contact_on)}
            if row.last_contact_on
            else _("Ei vielä yhteydessä"),
            ngettext("%(days)s päivä", "%(days)s päivää", row.silent_days) % {"days": row.silent_days},
            "wait",
            _("Ota yhteyttä"),
            case_page(row, "cases:contact_new"),
        )
        for row in quiet
    ]


def _meetings(actor: Actor) -> list[MeetingToday]:
    """The actor's meetings of today in order of time."""
    rows = meetings_today(actor).select_related("case__person").order_by("starts_at")
    return [
        MeetingToday(
            one.case_id,
            one.starts_at,
            one.held_at is not None,
            reverse("meetings:meeting", kwargs={"case_uuid": one.case.uuid, "meeting_uuid": one.uuid}),
            one.case.person.name,
            ", ".join(str(part) for part in (one.kind_name, one.where) if part),
        )
        for one in rows
    ]


def _inbox(actor: Actor) -> int:
    """Referrals that wait in the actor's unit, for those who take them in."""
    return Referral.objects.received_by(actor).unsettled().count() if actor.can(Permission.REFERRAL_TRIAGE) else 0
