"""Founding a project, keeping its money, people, partners and results, and closing it so that nothing is left alone."""

from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.employers.texts import without_client
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.network.keeping import note, require_day, require_heir, require_keeper
from rinnalla.network.partners.models import Partner
from rinnalla.network.projects.ends import open_ends
from rinnalla.network.projects.models import (
    PROFESSIONAL,
    Project,
    ProjectLink,
    ProjectPartner,
    ProjectPilot,
    ProjectResult,
    ProjectStaff,
    Spending,
)
from rinnalla.organisations.models import Municipality, Unit
from rinnalla.servicemodels import codes
from rinnalla.services.pilots.models import Pilot


@dataclass(frozen=True)
class ProjectWords:
    """What a project is: whose money, from when to when, what it aims at, for whom, how many need it."""

    name: str
    funder: str
    starts_on: date
    ends_on: date
    aims: str
    programme: str = ""
    umbrella: Project | None = None
    budget_eur: Decimal | None = None
    groups: tuple[str, ...] = ()
    need_words: str = ""
    need_low: int | None = None
    need_high: int | None = None
    need_source: str = ""
    need_on: date | None = None


@dataclass(frozen=True)
class Worker:
    """Somebody of the project's staff."""

    task: str
    profession: str
    from_on: date
    background: str = ""
    municipality: Municipality | None = None
    to_on: date | None = None


@transaction.atomic
def found_project(*, by: Actor, words: ProjectWords, key: UUID | None = None) -> Project:
    """A project of the actor's unit. Raises Refused."""
    require_keeper(by, by.region_id)
    told = _told(words, by, None)

    def make() -> Project:
        return Project.objects.create(
            region_id=by.region_id, unit_id=by.unit_id, made_by_id=by.user_id, form_key=key, **_columns(told)
        )

    row, new = once(Project.objects.all(), key, make, region_id=by.region_id, name=told.name)
    if new:
        note("project_founded", by, "project", row.pk)
    return row


@transaction.atomic
def change_project(*, project: Project, version: int, by: Actor, words: ProjectWords) -> None:
    """Mend what the project is. Raises Refused, Conflict."""
    row = _mine(project, by, "edit")
    save_version(row, version, **_columns(_told(words, by, row)))
    note("project_changed", by, "project", row.pk)


@transaction.atomic
def set_project_partner(*, project: Project, by: Actor, partner: Partner, role: str) -> None:
    """A body takes part in a role (T-20); without a role it is no longer there. Raises Refused: a second
    administrator."""
    row = _mine(project, by, "add")
    if partner.region_id != by.region_id:
        raise Refused(_("Valitse oman alueen kumppani."), field="partner")
    ProjectPartner.objects.filter(project=row, partner=partner).delete()
    if role:
        leads = role == ProjectPartner.Role.ADMINISTRATOR
        if leads and ProjectPartner.objects.filter(project=row, role=role).exists():
            raise Refused(_("Hankkeella on jo hallinnoija. Vaihda ensin sen rooli."), field="role")
        ProjectPartner.objects.create(project=row, partner=partner, role=role)
    note("project_partner_set", by, "project", row.pk, partner=partner.pk, role=str(role))


@transaction.atomic
def add_worker(*, project: Project, by: Actor, worker: Worker, key: UUID | None = None) -> ProjectStaff:
    """Somebody of the staff, without a name (T-21). Raises Refused."""
    row = _mine(project, by, "add")
    if worker.to_on and worker.to_on < worker.from_on:
        raise Refused(_("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."), field="to_on")
    if worker.municipality and worker.municipality.region_id != row.region_id:
        raise Refused(_("Valitse alueen kunta."), field="municipality")
    words = {one: without_client(getattr(worker, one), one) for one in ("task", "profession", "background")}

    def make() -> ProjectStaff:
        return ProjectStaff.objects.create(
            project=row, municipality=worker.municipality, from_on=worker.from_on, to_on=worker.to_on,
            made_by_id=by.user_id, form_key=key, **words,
        )

    made, new = once(ProjectStaff.objects.all(), key, make, project_id=row.pk)
    if new:
        note("project_worker_added", by, "project", row.pk)
    return made


@transaction.atomic
def note_spending(
    *, project: Project, by: Actor, on: date, what: str, amount_eur: Decimal, key: UUID | None = None
) -> Spending:
    """Money that was used (V-03); a correction has a minus. Raises Refused."""
    row = _mine(project, by, "add")
    require_day(on, "on")
    if not amount_eur:
        raise Refused(_("Kirjoita summa euroina."), field="amount_eur")

    def make() -> Spending:
        return Spending.objects.create(
            project=row, on=on, what=without_client(what, "what"), amount_eur=amount_eur, made_by_id=by.user_id,
            form_key=key,
        )

    made, new = once(Spending.objects.all(), key, make, project_id=row.pk, amount_eur=amount_eur)
    if new:
        note("project_spending_noted", by, "project", row.pk)
    return made


@transaction.atomic
def link_projects(*, project: Project, by: Actor, other: Project) -> None:
    """Two projects work together, read from both (T-27). Twice is once. Raises Refused."""
    row = _mine(project, by, "add")
    if other.region_id != row.region_id or other.pk == row.pk:
        raise Refused(_("Valitse alueen toinen hanke."), field="other")
    one, two = sorted((row.pk, other.pk))
    _link, new = ProjectLink.objects.get_or_create(one_id=one, other_id=two)
    if new:
        note("project_linked", by, "project", row.pk, other=other.pk)


@transaction.atomic
def take_pilot(*, project: Project, by: Actor, pilot: Pilot) -> None:
    """The project takes part in a pilot of a service (E-71). Twice is once. Raises Refused."""
    row = _mine(project, by, "add")
    if pilot.region_id != row.region_id:
        raise Refused(_("Valitse alueen pilotti."), field="pilot")
    _link, new = ProjectPilot.objects.get_or_create(project=row, pilot=pilot)
    if new:
        note("project_pilot_taken", by, "project", row.pk, pilot=pilot.pk)


@transaction.atomic
def add_result(*, project: Project, by: Actor, kind: str, what: str, key: UUID | None = None) -> ProjectResult:
    """Something that must not vanish with the project (C-29). Raises Refused."""
    row = _mine(project, by, "add")
    said = without_client(what, "what")
    if not said:
        raise Refused(_("Kirjoita, mitä hankkeesta jää."), field="what")

    def make() -> ProjectResult:
        return ProjectResult.objects.create(project=row, kind=kind, what=said, made_by_id=by.user_id, form_key=key)

    made, new = once(ProjectResult.objects.all(), key, make, project_id=row.pk, what=said)
    if new:
        note("project_result_added", by, "project", row.pk, kind=str(kind))
    return made


@transaction.atomic
def name_heir(*, result: ProjectResult, by: Actor, heir: Unit | None, heir_from: date | None) -> None:
    """Who goes on with it, and from which day (E-06). Raises Refused."""
    row = _mine(result.project, by, "add")
    require_heir(by, heir)
    if heir_from is None:
        raise Refused(_("Kirjoita päivä, josta alkaen yksikkö vastaa tästä."), field="heir_from")
    ProjectResult.objects.filter(pk=result.pk).update(heir=heir, heir_from=heir_from)
    note("project_heir_named", by, "project", row.pk, result=result.pk)


@transaction.atomic
def close_project(*, project: Project, version: int, by: Actor, lessons: str) -> None:
    """The project ends with what was learnt, and everything it made goes on somewhere (E-06, C-29). Raises Refused:
    a result without an heir, an action still open, a pilot still running, nothing told to stay. Raises Conflict."""
    row = _mine(project, by, "close")
    said = without_client(lessons, "lessons")
    if not said:
        raise Refused(_("Kirjoita, mitä hankkeessa opittiin."), field="lessons")
    left = open_ends(row)
    if left:
        text = _("Hanketta ei voi päättää: %(count)s asiaa on vailla jatkajaa. Ensimmäinen: %(first)s")
        raise Refused(text % {"count": len(left), "first": left[0].text})
    save_version(row, version, closed_at=dates.now(), closed_by_id=by.user_id, lessons=said)
    note("project_closed", by, "project", row.pk)


def _mine(project: Project, by: Actor, act: str) -> Project:
    row = Project.objects.select_for_update(of=("self",)).select_related("unit").get(pk=project.pk)
    require_keeper(by, row.region_id, [row.unit.organisation_id])
    if not row.allows(act):
        raise Refused(_("Hanke on jo päätetty, tai se ei ole vielä alkanut. Päivitä sivu."))
    return row


def _columns(words: ProjectWords) -> dict[str, object]:
    """The words by column; rows stay rows, which `asdict` would copy."""
    return {one.name: getattr(words, one.name) for one in fields(words)} | {"groups": list(words.groups)}


def _told(words: ProjectWords, by: Actor, own: Project | None) -> ProjectWords:
    told = replace(words, **{
        one: without_client(getattr(words, one), one) for one in ("name", "funder", "aims", "need_words", "need_source")
    })  # fmt: skip
    if told.ends_on < told.starts_on:
        raise Refused(_("Viimeinen päivä on ennen ensimmäistä. Vaihda päivät."), field="ends_on")
    known = {one.key for one in codes.common().target_groups} | {PROFESSIONAL}
    if not set(told.groups) <= known:
        raise Refused(_("Valitse kohderyhmät luettelosta."), field="groups")
    if told.programme and told.programme not in {one.key for one in codes.common().programmes}:
        raise Refused(_("Valitse ohjelma luettelosta."), field="programme")
    _check_umbrella(told.umbrella, by, own)
    _check_need(told)
    return told


def _check_umbrella(umbrella: Project | None, by: Actor, own: Project | None) -> None:
    """One umbrella deep, so that no ring can be made (E-05)."""
    if umbrella is None:
        return
    if umbrella.region_id != by.region_id or umbrella.umbrella_id or own and umbrella.pk == own.pk:
        raise Refused(_("Valitse sateenvarjoksi alueen hanke, joka ei itse kuulu toiseen."), field="umbrella")
    if own and own.parts.exists():
        raise Refused(_("Tämä on itse sateenvarjohanke. Se ei voi kuulua toiseen."), field="umbrella")


def _check_need(words: ProjectWords) -> None:
    """A range has both ends and a source; words alone have a source too (T-24)."""
    low, high = words.need_low, words.need_high
    if (low is None) != (high is None):
        raise Refused(_("Kirjoita arviolle sekä pienin että suurin luku."), field="need_high")
    if low is not None and high is not None and high < low:
        raise Refused(_("Suurin luku on pienempi kuin pienin. Vaihda ne."), field="need_high")
    told = bool(words.need_words) or low is not None
    if told and not (words.need_source and words.need_on):
        raise Refused(_("Kirjoita arvion lähde ja päivä."), field="need_source")
    if not told and (words.need_source or words.need_on):
        raise Refused(_("Kirjoita arvio sanoin tai lukuina, tai poista sen lähde ja päivä."), field="need_words")
