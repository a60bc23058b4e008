"""My day: what waits for me, in groups. Each line says whose, what, when, and opens where it is mended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rinnalla.access.actor import Actor
from rinnalla.access.permissions import Permission
from rinnalla.cases.models import ResponsibleProposal
from rinnalla.desk.onpath import late_steps, proposed_steps
from rinnalla.desk.queries import CaseRow, my_cases, soon
from rinnalla.desk.turns import turns
from rinnalla.lib import dates
from rinnalla.meetings.models import today as meetings_today
from rinnalla.plans.models import Action, ActionQuerySet
from rinnalla.referrals.models import Consultation, Referral
from rinnalla.servicemodels.codes import deadline, due
from rinnalla.services.queries import guidance_to, unread_news

REVIEW_DAYS, SHOWN = 7, 8


@dataclass(frozen=True)
class Item:
    """One line: whose case, what, a detail, when (with its kind: late, wait, now, plain), and the act."""

    case: CaseRow | None
    what: str
    detail: str
    when: str
    kind: str
    act: str
    url: str
    whose: str = ""


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


def my_day(actor: Actor, region) -> Day:
    """Everything that waits for the actor today. A fixed number of statements, whatever the number of cases."""
    rows = {row.pk: row for row in my_cases(actor, due(region, "benefit_end_notice"))}
    mine = [row for row in rows.values() if row.responsible_id == actor.user_id]
    silent_days = deadline(region, "silent")
    asked = [Item(*one, dates.d(on), "wait", _("Vastaa"), url) for one, on, url in proposed_steps(mine)]
    late = [Item(*one, *_when(on), _("Avaa askel"), *rest) for one, on, rest in late_steps(mine)]
    groups = [
        Group(
            "answer",
            "reply",
            _("Vastaa"),
            _("Sinun vastaustasi tai tekoasi odotetaan"),
            [*_questions(actor), *_guidance(actor), *asked, *_own_actions(actor)],
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
            [Item(row, what, step, *_when(on), _("Sovi"), url) for row, what, step, on, url in turns(mine)],
        ),  # fmt: skip
        Group("step", "now", _("Seuraavat askeleet"), _("Sovittu tälle päivälle"), _steps(mine)),
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
        Group(
            "others", "late", _("Myöhässä muilla"), _("Sinun asiasi, jonkun muun vuoro"),
            [*_others(actor, rows), *late],
        ),  # fmt: skip
        Group("handover", "handover", _("Siirrot"), _("Kukaan ei jää ilman asiakasvastaavaa"), _handovers(actor)),
    ]
    return Day(groups, _meetings(actor), _inbox(actor), len(mine))


def _case(row: CaseRow, name: str = "desk:case") -> str:
    return reverse(name, kwargs={"case_uuid": row.uuid})


def _late(days: int) -> str:
    return ngettext("%(days)s päivä myöhässä", "%(days)s päivää myöhässä", days) % {"days": days}


def _when(day: date) -> tuple[str, str]:
    """A day in words, and its kind."""
    days = dates.days_since(day)
    if days > 0:
        return _late(days), "late"
    if days == 0:
        return _("Tänään"), "now"
    return f"{dates.weekday(day, short=True).capitalize()} {dates.dshort(day)}", "plain"


def _questions(actor: Actor) -> list[Item]:
    """Consultations that wait for an answer in the actor's unit."""
    if not actor.can(Permission.CONSULTATION_ANSWER):
        return []
    waiting = Consultation.objects.visible_to(actor).waiting().filter(unit_id=actor.unit_id)
    rows = waiting.exclude(sent_by_id=actor.user_id).select_related("sent_by_unit").order_by("answer_due_on")[:20]
    return [
        Item(
            None,
            _shortened(one.question),
            _("Kysyy %(unit)s") % {"unit": one.sent_by_unit.name},
            *_when(one.answer_due_on),
            _("Vastaa"),
            reverse("referrals:consultation", kwargs={"consultation_uuid": one.uuid}),
        )
        for one in rows
    ]


def _guidance(actor: Actor) -> list[Item]:
    """Clients guided to the actor's unit that nobody has taken yet (V-56)."""
    rows = guidance_to(actor).select_related("case__person", "case__responsible_worker", "card", "made_by")[:20]
    return [
        Item(
            _row(one.case),
            one.card.name if one.card else _shortened(one.words),
            _("Ehdottaa %(name)s") % {"name": one.made_by.name},
            *_when(one.due_on),
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


def _shortened(text: str) -> str:
    return text if len(text) <= 120 else text[:117].rsplit(" ", 1)[0] + " …"


def _actions(actor: Actor) -> ActionQuerySet:
    """Actions of the actor's cases, of the field groups the role may ever see; the plan page narrows by the grant."""
    groups = actor.field_groups()
    return Action.objects.visible_to(actor).filter(field_group__in=groups, goal__field_group__in=groups)


def _own_actions(actor: Actor) -> list[Item]:
    due = _actions(actor).open().filter(Q(due_on__lte=soon(7)) | Q(follow_up_on__lte=soon(0)))
    rows = (
        due.filter(owner_id=actor.user_id).select_related("case__person", "case__responsible_worker").order_by("due_on")
    )
    return [
        Item(
            _row(one.case),
            one.what,
            _("Sinun toimesi suunnitelmassa"),
            *_when(one.due_on or one.follow_up_on),
            _("Avaa toimi"),
            reverse("plans:plan", kwargs={"case_uuid": one.case.uuid}),
        )
        for one in rows[:50]
    ]


def _unnamed(rows: Iterable[CaseRow]) -> list[Item]:
    waiting = sorted((row for row in rows if row.responsible_id is None), key=lambda row: row.naming_due_on)
    return [
        Item(
            row,
            _("Asiakasvastaava puuttuu"),
            _("Asia avattu %(day)s") % {"day": dates.d(dates.local(row.made_at).date())},
            *_when(row.naming_due_on),
            _("Ehdota"),
            _case(row, "cases:team"),
        )
        for row in waiting
    ]


def _steps(rows: Iterable[CaseRow]) -> list[Item]:
    due = [row for row in rows if row.next_step_on and row.next_step_on <= soon(0)]
    return [Item(row, row.next_step, "", *_when(row.next_step_on), _("Avaa"), _case(row)) for row in due]


def _reviews(rows: Iterable[CaseRow]) -> list[Item]:
    due = sorted(
        (row for row in rows if row.review_on and row.review_on <= soon(REVIEW_DAYS)), key=lambda row: row.review_on
    )
    return [
        Item(
            row,
            _("Tarkista, mikä on muuttunut"),
            row.next_step,
            *_when(row.review_on),
            _("Tarkista"),
            _case(row, "plans:plan"),
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
            _case(row, "cases:contact_new"),
        )
        for row in quiet
    ]


def _others(actor: Actor, rows: dict[int, CaseRow]) -> list[Item]:
    late = _actions(actor).late().filter(case__responsible_worker_id=actor.user_id)
    late = (
        late.exclude(owner_id=actor.user_id)
        .select_related("owner", "organisation", "drop", "done")
        .order_by("due_on")[:50]
    )
    return [
        Item(
            rows[one.case_id],
            one.what,
            _("Sovittu %(day)s") % {"day": dates.d(one.due_on)} if one.due_on else "",
            _late(one.late_days),
            "late",
            _("Kysy tilanne"),
            _case(rows[one.case_id], "plans:plan"),
            _("Asiakas itse") if one.by_client else one.owner.name if one.owner else one.organisation.name,
        )
        for one in late
        if one.case_id in rows
    ]


def _handovers(actor: Actor) -> list[Item]:
    open_ones = ResponsibleProposal.objects.visible_to(actor).filter(settled_at__isnull=True)
    waiting = open_ones.filter(Q(worker_id=actor.user_id) | Q(made_by_id=actor.user_id))
    rows = waiting.select_related("case__person", "case__responsible_worker", "worker", "made_by").order_by(
        "answer_due_on"
    )
    return [_handover(one, actor) for one in rows]


def _handover(one: ResponsibleProposal, actor: Actor) -> Item:
    asked = one.worker_id == actor.user_id
    what = (
        _("Sinua ehdotetaan asiakasvastaavaksi")
        if asked
        else _("%(name)s on ehdolla asiakasvastaavaksi") % {"name": one.worker.name}
    )
    by = _("Ehdottaa %(name)s") % {"name": one.made_by.name} if asked else _missing(one)
    when, kind = _when(one.answer_due_on)
    url = reverse("cases:proposal", kwargs={"case_uuid": one.case.uuid, "proposal_uuid": one.uuid})
    return Item(_row(one.case), what, by, when, kind, _("Avaa ehdotus"), url)


def _missing(one: ResponsibleProposal) -> str:
    if not one.worker_answer:
        return _("Odottaa ehdokkaan vastausta")
    if one.is_handover and one.meeting_on is None:
        return _("Odottaa yhteistä tapaamista")
    return _("Odottaa asiakkaan vastausta")


def _row(case) -> CaseRow:
    worker = case.responsible_worker
    return CaseRow(
        case.pk,
        case.uuid,
        case.number,
        case.stage,
        case.next_step,
        case.next_step_on,
        case.review_on,
        case.naming_due_on,
        case.last_contact_on,
        case.closed_at,
        case.responsible_worker_id,
        worker.name if worker else None,
        case.person_id,
        case.person.given_names,
        case.person.family_name,
        case.made_at,
        case.service_model_id,
        case.region_id,
    )


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
