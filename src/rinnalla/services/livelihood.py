"""The actions of the livelihood timeline: what the client lives on, its decisions, its ends, a pension that rests."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import Actor
from rinnalla.access.roles import ROLES
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.organisations.models import Region
from rinnalla.servicemodels.codes import common, due
from rinnalla.services.actions import require_open
from rinnalla.services.models_livelihood import GRANTED, LIVELIHOOD, REFUSED, Benefit, day_before


@dataclass(frozen=True)
class Terms:
    """What is told of one benefit. `decision` is empty while an application waits; `days_before` are days of the
    longest time already used before `starts_on`."""

    payer: str = ""
    part_time: bool = False
    applied_on: date | None = None
    decision: str = GRANTED
    decided_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    next_decision_on: date | None = None
    days_before: int = 0


@transaction.atomic
def note_benefit(*, case: Case, by: Actor, kind: str, terms: Terms, next_step: str = "", key: UUID | None = None
                 ) -> Benefit:
    """Write down a benefit, a pension or a job: applied for, granted or refused. A new spell right after an old one of
    the same kind settles the old one's end. Raises Refused."""
    require_open(case)
    definition = _definition(kind)
    values = _checked(definition, terms)

    def make() -> Benefit:
        return Benefit.objects.create(
            case=case, kind=kind, income=definition.income, next_step=next_step.strip(), made_by_id=by.user_id,
            form_key=key, **values,
        )

    row, new = _apart(case, kind, terms, lambda: once(Benefit.objects.all(), key, make, case_id=case.pk, kind=kind))
    if new:
        _follow(row)
        _note("services.benefit_noted", row, by)
    return row


@transaction.atomic
def change_benefit(*, benefit: Benefit, version: int, by: Actor, terms: Terms, next_step: str = "") -> None:
    """Change what is told of it; the kind stays. Raises Refused, Conflict."""
    _require(benefit, "change")
    if benefit.resting_pension_id and terms.ends_on is None:
        raise Refused(_("Kirjaa, mihin asti eläke lepää."), field="ends_on")
    values = _checked(benefit.definition, terms)
    _apart(benefit.case, benefit.kind, terms,
           lambda: save_version(benefit, version, next_step=next_step.strip(), **values), other_than=benefit)
    _follow(benefit)
    _note("services.benefit_changed", benefit, by)


@transaction.atomic
def see_to_turn(*, benefit: Benefit, version: int, by: Actor, next_step: str) -> None:
    """What happens at the benefit's next turn is agreed: the reminder goes, the agreement stays in sight (L-72).

    Raises Refused when nothing turns or nothing is agreed, Conflict.
    """
    _require(benefit, "change")
    turn = benefit.turn
    if turn is None:
        raise Refused(_("Muistutus on jo hoidettu. Päivitä sivu."))
    if not next_step.strip():
        raise Refused(_("Kerro, mitä sovitte."), field="next_step")
    save_version(benefit, version, next_step=next_step.strip(), seen_to=turn.on)
    _note("services.benefit_seen_to", benefit, by)


@transaction.atomic
def rest_pension(
    *, pension: Benefit, version: int, by: Actor, from_on: date, until_on: date, job: Benefit | None = None,
    employer: str = "", part_time: bool = False, key: UUID | None = None,
) -> Benefit:
    """The client leaves the pension in abeyance and works; the pension waits until a day (V-91). The job is one of the
    case's own, or a new one at `employer`. Raises Refused, Conflict."""
    if key and (earlier := Benefit.objects.filter(form_key=key, case_id=pension.case_id).first()):
        return earlier
    _require(pension, "rest")
    if until_on < from_on:
        raise Refused(_("Viimeinen päivä on ennen ensimmäistä."), field="until_on")
    if from_on < pension.starts_on or pension.last_day and from_on > pension.last_day:
        raise Refused(_("Eläkettä ei makseta silloin. Tarkista päivä."), field="from_on")
    if job is None and not employer.strip():
        raise Refused(_("Valitse työ tai kirjoita työnantaja."), field="employer")
    save_version(pension, version)
    job = job or note_benefit(
        case=pension.case, by=by, kind=_kind_of_work(),
        terms=Terms(payer=employer.strip(), part_time=part_time, starts_on=from_on),
    )
    kind, terms = _kind_of_rest(), Terms(starts_on=from_on, ends_on=until_on, payer=pension.payer)

    def make() -> Benefit:
        return Benefit.objects.create(
            case_id=pension.case_id, kind=kind.key, income=kind.income, resting_pension=pension, for_job=job,
            made_by_id=by.user_id, form_key=key, **_checked(kind, terms),
        )

    row: Benefit = _apart(pension.case, kind.key, terms, make)
    _note("services.pension_rested", row, by)
    return row


@transaction.atomic
def return_to_pension(*, rest: Benefit, version: int, by: Actor, on: date) -> None:
    """The client returns to the pension that rested: in the same case, with no new application here, also when the
    case is closed already (V-91). The pension is paid again from `on`. Raises Refused, Conflict."""
    if not rest.allows("return"):
        raise Refused(_("Eläke ei lepää enää. Päivitä sivu."))
    if not rest.starts_on < on <= rest.ends_on:
        days = {"first": dates.d(rest.starts_on), "last": dates.d(rest.ends_on)}
        raise Refused(_("Eläke lepää %(first)s–%(last)s. Valitse päivä siltä ajalta.") % days, field="on")
    save_version(rest, version, returned_on=on, ends_on=day_before(on))
    _note("services.pension_returned", rest, by)


@transaction.atomic
def remove_benefit(*, benefit: Benefit, version: int, by: Actor) -> None:
    """It was written down by mistake: out of the timeline and every count; the log keeps who did it."""
    require_open(benefit.case)
    kept = Benefit.objects.kept()
    if kept.filter(resting_pension_id=benefit.pk).exists() or kept.filter(for_job_id=benefit.pk).exists():
        raise Refused(_("Lepäävä eläke nojaa tähän. Poista ensin se."))
    save_version(benefit, version, removed_at=dates.now(), removed_by_id=by.user_id)
    _note("services.benefit_removed", benefit, by)


@transaction.atomic
def remind_of_turns(*, region: Region) -> list[int]:
    """Tell whoever answers for a case of each benefit about to end, to be decided anew or to fill its longest time:
    once for each turn, by a mail that says no more than that something waits. Returns the users told (V-71, V-73)."""
    roles = [role.key for role in ROLES.values() if LIVELIHOOD in role.field_groups]
    until = due(region, "benefit_end_notice")
    with connection.cursor() as cursor:
        cursor.execute("select services_remind_of_benefits(%s, %s, %s, %s)", [region.pk, until, roles, dates.now()])
        told = sorted(row[0] for row in cursor.fetchall())
    for user_id in told:
        outbox.promise("cases.tell_user", user_id)
    return told


# What is asked of the days


def _checked(kind: Any, terms: Terms) -> dict[str, Any]:
    """The columns of what is told. Raises Refused with the field that is wrong."""
    if terms.decision not in ("", GRANTED, REFUSED):
        raise Refused(_("Valitse, onko päätös tehty."), field="decision")
    if not terms.decision and not terms.applied_on:
        raise Refused(_("Kirjaa, milloin etuutta haettiin."), field="applied_on")
    if not terms.decision and terms.decided_on:
        raise Refused(_("Päätöksellä on päivä. Kirjaa myös, mitä päätettiin."), field="decision")
    if terms.decision == GRANTED:
        _check_granted(kind, terms)
    _check_order(terms)
    most = next((one.value for one in kind.most if _in_force(one, terms.starts_on)), None)
    limit = dates.add_weekdays(terms.starts_on, most - terms.days_before) if most and terms.starts_on else None
    if limit and terms.starts_on and limit < terms.starts_on:
        raise Refused(_("Enimmäisaika %(days)s päivää on jo käytetty.") % {"days": most}, field="days_before")
    if terms.decision != GRANTED or limit and terms.ends_on and terms.ends_on < limit:
        limit = None  # it ends before the longest time is full: nothing to remind of
    return {**asdict(terms), "payer": terms.payer.strip(), "limit_on": limit}


def _check_granted(kind: Any, terms: Terms) -> None:
    if terms.starts_on is None:
        raise Refused(_("Kirjaa, mistä päivästä se maksetaan."), field="starts_on")
    if kind.fixed_term and terms.ends_on is None:
        raise Refused(_("%(name)s on aina määräaikainen. Kirjaa, mihin asti.") % {"name": kind.names.in_language},
                      field="ends_on")
    if kind.income == "work" and not terms.payer.strip():
        raise Refused(_("Kirjoita työnantaja."), field="payer")
    if kind.valid_from and terms.starts_on < kind.valid_from:
        raise Refused(_("%(name)s maksetaan vasta %(day)s alkaen.")
                      % {"name": kind.names.in_language, "day": dates.d(kind.valid_from)}, field="starts_on")
    if kind.valid_to and (terms.ends_on or date.max) > kind.valid_to:
        raise Refused(_("%(name)s maksettiin %(day)s asti. Kirjaa loppupäivä ja sen jälkeen uusi etuus.")
                      % {"name": kind.names.in_language, "day": dates.d(kind.valid_to)}, field="ends_on")


def _check_order(terms: Terms) -> None:
    """Dates in the wrong order are told by the field that comes too early."""
    today = dates.today()
    for name, day in (("applied_on", terms.applied_on), ("decided_on", terms.decided_on)):
        if day and day > today:
            raise Refused(_("Päivä on tulevaisuudessa. Kirjaa se, kun se on tapahtunut."), field=name)
    if terms.applied_on and terms.decided_on and terms.decided_on < terms.applied_on:
        raise Refused(_("Päätös on ennen hakemusta. Tarkista päivät."), field="decided_on")
    if terms.ends_on and terms.starts_on is None:
        raise Refused(_("Kirjaa myös alkupäivä."), field="starts_on")
    if terms.ends_on and terms.starts_on and terms.ends_on < terms.starts_on:
        raise Refused(_("Loppupäivä on ennen alkupäivää."), field="ends_on")
    if terms.next_decision_on and terms.starts_on and terms.next_decision_on < terms.starts_on:
        raise Refused(_("Seuraava päätös on ennen alkupäivää."), field="next_decision_on")


def _apart(case: Case, kind: str, terms: Terms, act: Callable[[], Any], *, other_than: Benefit | None = None) -> Any:
    """Do `act` unless the same benefit runs then already; two at once are told apart by the table's own constraint."""
    try:
        with transaction.atomic():
            return act()
    except IntegrityError as error:
        if "benefit_once_at_a_time" not in str(error):
            raise
    rows = Benefit.objects.kept().filter(case=case, kind=kind, decision=GRANTED)
    rows = rows.exclude(pk=other_than.pk) if other_than else rows
    rows = rows.filter(starts_on__lte=terms.ends_on or date.max)
    other = next((one for one in rows if one.ends_on is None or one.ends_on >= terms.starts_on), None)
    since, until = (dates.d(other.starts_on), dates.d(other.ends_on)) if other else ("", "")
    raise Refused(
        _("Sama etuus on jo kirjattu ajalle %(since)s–%(until)s. Muuta sitä tai päätä se ensin.")
        % {"since": since, "until": until}, field="starts_on",
    )


def _follow(row: Benefit) -> None:
    """Where the same benefit went on without a break, the end before it needs nobody any more."""
    if row.decision == GRANTED and row.starts_on:
        before = Benefit.objects.kept().filter(case_id=row.case_id, kind=row.kind, ends_on=day_before(row.starts_on))
        before.filter(decision=GRANTED).exclude(pk=row.pk).update(seen_to=day_before(row.starts_on))


def _definition(kind: str) -> Any:
    found = next((one for one in common().benefits if one.key == kind and not one.rests), None)
    if found is None:
        raise Refused(_("Valitse, mistä toimeentulosta on kyse."), field="kind")
    return found


def _kind_of_work() -> str:
    return next(one.key for one in common().benefits if one.income == "work")


def _kind_of_rest() -> Any:
    return next(one for one in common().benefits if one.rests)


def _in_force(one: Any, day: date | None) -> bool:
    return day is not None and (one.valid_from or date.min) <= day <= (one.valid_to or date.max)


def _require(benefit: Benefit, act: str) -> None:
    require_open(benefit.case)
    if not benefit.allows(act):
        raise Refused(_("Toimeentulon tila on muuttunut. Päivitä sivu ja katso, mitä voi tehdä."))


def _note(verb: str, row: Benefit, by: Actor) -> None:
    record(verb, by=by, stream=("case", row.case_id), obj=("benefit", row.pk), person_id=row.case.person_id)
