"""The hot lists: one statement for the rows of a page with their count, through the one rule of who may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case as Case_
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, When, Window

from rinnalla.access.actor import Actor
from rinnalla.cases.messages.models import Message
from rinnalla.cases.models import STAGES, Case
from rinnalla.lib import dates
from rinnalla.lib.names import search_key
from rinnalla.people.models import FormerName
from rinnalla.plans.models import PlanComment
from rinnalla.plans.paths.queries import OnPath, on_paths, path_rows, proposed_on_paths
from rinnalla.referrals.declines import Declined, declined, declined_rows
from rinnalla.servicemodels.codes import deadline, of_case, stage_name
from rinnalla.services.models import Benefit
from rinnalla.services.queries import Broken, breaking, broken_rows, turning, turning_rows

PAGE = 50
ORDERS = {
    "next_step": (F("next_step_on").asc(nulls_first=True), "person__sort_key"),
    "name": ("person__sort_key", "pk"),
    "review": (F("review_on").asc(nulls_first=True), "person__sort_key"),
    "newest": ("-made_at", "-pk"),
}
COLUMNS = (
    "pk",
    "uuid",
    "number",
    "stage",
    "next_step",
    "next_step_on",
    "review_on",
    "naming_due_on",
    "last_contact_on",
    "closed_at",
    "responsible_worker_id",
    "responsible_worker__name",
    "person_id",
    "person__given_names",
    "person__family_name",
    "made_at",
    "service_model_id",
    "region_id",
)


@dataclass(frozen=True)
class CaseRow:
    """One line of a list of cases."""

    pk: int
    uuid: Any
    number: str
    stage: str
    next_step: str
    next_step_on: date | None
    review_on: date | None
    naming_due_on: date | None
    last_contact_on: date | None
    closed_at: Any
    responsible_id: int | None
    responsible: str | None
    person_id: int
    given_names: str
    family_name: str
    made_at: Any
    service_model_id: int | None
    region_id: int
    turning: Sequence[Benefit] = ()
    on_path: Sequence[OnPath] = ()
    client_said: datetime | None = None  # when the client said something of the plan that nobody has answered
    broken: Sequence[Broken] = ()
    answer_by: date | None = None  # the last day to answer what the client has written to the team
    wants_call: bool = False
    declined: Sequence[Declined] = ()

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}"

    @property
    def listed_name(self) -> str:
        return f"{self.family_name}, {self.given_names}"

    @property
    def stage_index(self) -> int:
        return STAGES.index(self.stage)

    @property
    def stage_name(self) -> str:
        """In the words of the version the case runs on."""
        return stage_name(of_case(self), self.stage)

    @property
    def mark(self) -> str:
        """Where the small path stands: done, waiting or now."""
        if self.closed_at:
            return "done"
        return "waiting" if self.late_days or self.responsible_id is None else "now"

    @property
    def late_days(self) -> int:
        """Days past the step, the review or the naming; 0 when nothing is late."""
        if self.closed_at:
            return 0
        passed = [self.naming_due_on] if self.responsible_id is None else [self.next_step_on, self.review_on]
        return max([0, *(dates.days_since(day) for day in passed if day)])

    @property
    def silent_days(self) -> int:
        """Days since the last contact with the client, or since the case began."""
        return dates.days_since(self.last_contact_on or dates.local(self.made_at).date())

    @property
    def silent(self) -> bool:
        """Whether that is too long, by the version the case runs on."""
        return not self.closed_at and self.silent_days > deadline(of_case(self), "silent")


@dataclass(frozen=True)
class Filters:
    """What the reader asks of the list. `whose`: mine, deputy, team, unnamed, all."""

    whose: str = "mine"
    state: str = "open"
    stage: str = ""
    late: bool = False
    text: str = ""


def case_rows(actor: Actor, filters: Filters, order: str, page: int) -> tuple[list[CaseRow], int]:
    """A page of the cases the actor may see, and how many there are in all. One statement."""
    rows = _filtered(Case.objects.visible_to(actor), actor, filters).order_by(*ORDERS[order])
    counted = rows.annotate(total=Window(Count("*"))).values_list(*COLUMNS, "total")
    found = list(counted[(page - 1) * PAGE : page * PAGE])
    return [CaseRow(*values[:-1]) for values in found], found[0][-1] if found else 0


def _filtered(rows: QuerySet, actor: Actor, filters: Filters) -> QuerySet:
    today = dates.today()
    if filters.state == "open":
        rows = rows.filter(closed_at__isnull=True)
    elif filters.state == "closed":
        rows = rows.filter(closed_at__isnull=False)
    if filters.whose == "mine":
        rows = rows.filter(
            Q(responsible_worker_id=actor.user_id) | Q(responsible_worker=None, arranger_id=actor.user_id)
        )
    elif filters.whose == "deputy":
        rows = rows.filter(responsible_worker_id__in=actor.deputises)
    elif filters.whose == "team":
        rows = rows.exclude(responsible_worker_id=actor.user_id)
    elif filters.whose == "unnamed":
        rows = rows.filter(responsible_worker__isnull=True)
    if filters.stage in STAGES:
        rows = rows.filter(stage=filters.stage)
    if filters.late:
        rows = rows.filter(
            Q(next_step_on__lt=today) | Q(review_on__lt=today) | Q(responsible_worker=None, naming_due_on__lt=today)
        )
    if filters.text:
        rows = rows.filter(person__search_key__startswith=search_key(filters.text))
    return rows


def my_cases(actor: Actor, turns_until: date) -> list[CaseRow]:
    """Every open case the actor answers for, oneself or as a deputy, or arranges, each with what turns in its
    livelihood by a day, what waits on its path, and when the client said something. One statement."""
    rows = (
        Case.objects.visible_to(actor)
        .not_closed()
        .filter(
            Q(responsible_worker_id__in=[actor.user_id, *actor.deputises])
            | Q(responsible_worker=None, naming_due_on__isnull=False)
        )
    )
    rows = rows.order_by("next_step_on", "pk")
    newest = PlanComment.objects.filter(case=OuterRef("pk")).order_by("-pk")
    by_client = Case_(When(made_by__person__isnull=False, then=F("made_at")))
    said = Subquery(newest.annotate(at=by_client).values("at")[:1])
    theirs = Q(to_responsible=False) | Q(case__responsible_worker__isnull=False) | Q(case__arranger_id=actor.user_id)
    waiting = Message.objects.waiting().filter(theirs, case=OuterRef("pk")).order_by("answer_by", "pk")
    wrote = {name: Subquery(waiting.values(name)[:1]) for name in ("answer_by", "wants_call")}
    columns = {"turning": turning(actor, turns_until), "late": on_paths(actor), "asked": proposed_on_paths(actor),
               "said": said, "broken": breaking(actor), "declined": declined(actor), **wrote}  # fmt: skip
    there = {name: column for name, column in columns.items() if column is not None}
    found = rows.annotate(**there).values(*COLUMNS, *there)[:500]
    return [
        CaseRow(
            *(one[name] for name in COLUMNS), turning_rows(one.get("turning", ()), turns_until),
            path_rows([*one.get("late", ()), *one.get("asked", ())]), one["said"],
            broken_rows(one.get("broken", ())), one["answer_by"], bool(one["wants_call"]),
            declined_rows(one.get("declined", ())),
        )
        for one in found
    ]  # fmt: skip


def search_people(actor: Actor, text: str) -> tuple[list[CaseRow], bool]:
    """Cases by name: by prefix, else by a former name, else by likeness; the flag tells that it is not the same."""
    key = search_key(text)
    if len(key) < 2:
        return [], False
    visible = Case.objects.visible_to(actor)
    words = key.split(" ")
    exact = Q(person__search_key__startswith=key) | Q(number=text.strip())
    if len(words) == 2:
        exact |= Q(person__search_key__startswith=f"{words[1]} {words[0]}")
    found = [
        CaseRow(*values) for values in visible.filter(exact).order_by("person__sort_key").values_list(*COLUMNS)[:PAGE]
    ]
    if found:
        return found, False
    once_called = FormerName.objects.visible_to(actor).filter(search_key__startswith=key).values("person_id")
    for like in (visible.filter(person__in=once_called), visible.filter(person__search_key__trigram_word_similar=key)):
        found = [CaseRow(*values) for values in like.order_by("person__sort_key").values_list(*COLUMNS)[:20]]
        if found:
            return found, True
    return [], True


def soon(days: int) -> date:
    return dates.today() + timedelta(days=days)
