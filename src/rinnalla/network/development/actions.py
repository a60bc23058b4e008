"""Writing down a development action and taking it on, noting what has changed, telling a story by consent."""

from dataclasses import dataclass, fields, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.models import User
from rinnalla.catalogue.models import ServiceCard
from rinnalla.employers.models import Employer
from rinnalla.employers.texts import without_client
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.network.development.models import (
    CARRIED_ON,
    DONE,
    IDEA,
    NOT_DONE,
    PLANNED,
    UNDER_WAY,
    Development,
    OutcomeNote,
    SuccessStory,
)
from rinnalla.network.keeping import colleagues, note, require_day, require_heir, require_keeper
from rinnalla.network.partnerships.models import Partnership
from rinnalla.network.projects.models import Project
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels import codes
from rinnalla.services.pilots.models import Pilot


@dataclass(frozen=True)
class ActionWords:
    """What is done, by whom, by when, and what it belongs to."""

    title: str
    what: str
    responsible: User | None = None
    due_on: date | None = None
    project: Project | None = None
    partnership: Partnership | None = None
    model_key: str = ""
    groups: tuple[str, ...] = ()
    pilot: Pilot | None = None
    card: ServiceCard | None = None


@dataclass(frozen=True)
class Step:
    """To which state an action goes, and what that state asks for."""

    to: str
    findings: str = ""
    reason: str = ""
    heir: Unit | None = None
    heir_from: date | None = None


@transaction.atomic
def add_development(*, by: Actor, words: ActionWords, key: UUID | None = None) -> Development:
    """A development action of the actor's unit: an idea, or planned when it has both somebody who answers for it and a
    day (E-02). Raises Refused."""
    require_keeper(by, by.region_id)
    told = _told(words, by)
    state = PLANNED if told.responsible and told.due_on else IDEA

    def make() -> Development:
        return Development.objects.create(
            region_id=by.region_id, unit_id=by.unit_id, state=state, state_on=dates.today(), made_by_id=by.user_id,
            form_key=key, **_columns(told),
        )

    row, new = once(Development.objects.all(), key, make, region_id=by.region_id, title=told.title)
    if new:
        note("development_added", by, "development", row.pk, state=state)
    return row


@transaction.atomic
def change_development(*, development: Development, version: int, by: Actor, words: ActionWords) -> None:
    """Mend what it says. Raises Refused: it has ended, or is past an idea and would lose who or when. Raises
    Conflict."""
    row = _mine(development, by)
    if not row.may_become():
        raise Refused(_("Kehittämistoimi on päättynyt. Sitä ei enää muuteta."))
    told = _told(words, by, keeps=row.responsible)
    if row.state != IDEA:
        _has_who_and_when(told.responsible, told.due_on)
    save_version(row, version, **_columns(told))
    note("development_changed", by, "development", row.pk)


@transaction.atomic
def take_on(*, development: Development, version: int, by: Actor, step: Step) -> None:
    """The action goes to its next state: planned and under way ask who and by when; done asks what was found; carried
    on asks by whom and from when (E-06); not done asks why (L-68). Raises Refused, Conflict."""
    row = _mine(development, by)
    if step.to not in row.may_become():
        raise Refused(_("Tähän tilaan ei voi siirtyä. Päivitä sivu."), field="to")
    findings, reason = without_client(step.findings, "findings"), without_client(step.reason, "reason")
    changes: dict[str, object] = {"state": step.to, "state_on": dates.today()}
    if step.to in (PLANNED, UNDER_WAY):
        _has_who_and_when(row.responsible, row.due_on)
    if step.to in (DONE, CARRIED_ON):
        if not (findings or row.findings):
            raise Refused(_("Kirjoita, mitä tulokset ja havainnot olivat."), field="findings")
        changes["findings"] = findings or row.findings
    if step.to == CARRIED_ON:
        require_heir(by, step.heir)
        if step.heir_from is None:
            raise Refused(_("Kirjoita päivä, josta alkaen yksikkö vastaa tästä."), field="heir_from")
        changes |= {"heir": step.heir, "heir_from": step.heir_from}
    if step.to == NOT_DONE:
        if not reason:
            raise Refused(_("Kirjoita, miksi tätä ei tehty. Muut oppivat siitä."), field="reason")
        changes["reason"] = reason
    save_version(row, version, **changes)
    note("development_taken_on", by, "development", row.pk, state=step.to)


@transaction.atomic
def write_note(
    *, by: Actor, theme: str, voice: str, on: date, text: str, evidence: str = "", may_publish: str = "",
    key: UUID | None = None,
) -> OutcomeNote:
    """A change that was seen with where it can be checked (E-63), or what somebody knows by experience (V-10).
    `may_publish`: who gave leave and how; without it the note leaves for no report. Raises Refused."""
    require_keeper(by, by.region_id)
    require_day(on, "on")
    said = without_client(text, "text")
    if not said:
        raise Refused(_("Kirjoita, mikä on muuttunut."), field="text")
    if voice == OutcomeNote.Voice.NETWORK and not evidence.strip():
        raise Refused(_("Kirjoita, mistä muutoksen näkee: linkki, luku tai asiakirja."), field="evidence")

    def make() -> OutcomeNote:
        return OutcomeNote.objects.create(
            region_id=by.region_id, theme=theme, voice=voice, on=on, text=said,
            evidence=without_client(evidence, "evidence"), may_publish=without_client(may_publish, "may_publish"),
            made_by_id=by.user_id, form_key=key,
        )

    row, new = once(OutcomeNote.objects.all(), key, make, region_id=by.region_id, text=said)
    if new:
        note("outcome_noted", by, "outcome_note", row.pk, theme=str(theme))
    return row


def _mine(development: Development, by: Actor) -> Development:
    rows = Development.objects.select_for_update(of=("self",)).select_related("unit", "responsible")
    row = rows.get(pk=development.pk)
    require_keeper(by, row.region_id, [row.unit.organisation_id])
    return row


def _columns(words: ActionWords) -> dict[str, object]:
    """The words by column; rows stay rows, which `asdict` would copy."""
    return {one.name: getattr(words, one.name) for one in fields(words)} | {"groups": list(words.groups)}


def _told(words: ActionWords, by: Actor, keeps: User | None = None) -> ActionWords:
    told = replace(words, title=without_client(words.title, "title"), what=without_client(words.what, "what"))
    if not (told.title and told.what):
        raise Refused(_("Kirjoita kehittämistoimen nimi ja mitä tehdään."), field="title")
    person = told.responsible
    if person and person != keeps and str(person.pk) not in colleagues(by.organisation_id):
        raise Refused(_("Valitse vastuuhenkilö omasta organisaatiostasi."), field="responsible")
    for field in ("project", "partnership", "pilot", "card"):
        found = getattr(told, field)
        if found is not None and found.region_id != by.region_id:
            raise Refused(_("Valitse oman alueen hanke, kumppanuus, pilotti tai palvelu."), field=field)
    if told.model_key and told.model_key not in {one.key for one in codes.common().handbook.operating_models}:
        raise Refused(_("Valitse toimintamalli luettelosta."), field="model_key")
    return told


def _has_who_and_when(responsible: User | None, due_on: date | None) -> None:
    if responsible is None or due_on is None:
        raise Refused(_("Nimeä ensin vastuuhenkilö ja päivä: muokkaa kehittämistointa."))


# Stories -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def write_story(
    *, by: Actor, title: str, text: str, employer_name: str, employer: Employer | None = None, key: UUID | None = None
) -> SuccessStory:
    """A draft, which the own unit alone sees (E-47). Raises Refused."""
    require_keeper(by, by.region_id)
    words = _story(title, text, employer_name, employer, by)

    def make() -> SuccessStory:
        return SuccessStory.objects.create(
            region_id=by.region_id, unit_id=by.unit_id, made_by_id=by.user_id, form_key=key, **words
        )

    row, new = once(SuccessStory.objects.all(), key, make, region_id=by.region_id, title=words["title"])
    if new:
        note("story_written", by, "success_story", row.pk)
    return row


@transaction.atomic
def change_story(
    *, story: SuccessStory, version: int, by: Actor, title: str, text: str, employer_name: str,
    employer: Employer | None = None,
) -> None:
    """Other words: both have to say yes anew, since what they agreed to was the words as they stood. Raises Refused,
    Conflict."""
    row = _own_story(story, by)
    words = _story(title, text, employer_name, employer, by)
    save_version(
        row, version, person_yes_on=None, person_yes_kept="", employer_yes_on=None, employer_yes_kept="",
        published_at=None, published_by=None, **words,
    )
    note("story_changed", by, "success_story", row.pk)


@transaction.atomic
def note_consent(*, story: SuccessStory, version: int, by: Actor, whose: str, on: date, kept_in: str) -> None:
    """The person or the employer has said yes to the story as it stands: on which day, and where the paper is. Raises
    Refused, Conflict."""
    row = _own_story(story, by)
    if whose not in ("person", "employer"):
        raise Refused(_("Valitse, kuka antoi suostumuksen."), field="whose")
    require_day(on, "on")
    kept = without_client(kept_in, "kept_in")
    if not kept:
        raise Refused(_("Kirjoita, missä allekirjoitettu suostumus on."), field="kept_in")
    save_version(row, version, **{f"{whose}_yes_on": on, f"{whose}_yes_kept": kept},
                 **({"employer_back_on": None} if whose == "employer" else {}))  # fmt: skip
    note("story_consent_noted", by, "success_story", row.pk, whose=whose)


@transaction.atomic
def publish_story(*, story: SuccessStory, version: int, by: Actor) -> None:
    """Everybody of the region reads it from now on. Raises Refused without both consents; Conflict."""
    row = _own_story(story, by)
    if row.lacks():
        raise Refused(_("Tarinaa ei voi julkaista ennen kuin sekä henkilö että työnantaja ovat suostuneet."))
    if row.published_at:
        return
    save_version(row, version, published_at=dates.now(), published_by_id=by.user_id)
    note("story_published", by, "success_story", row.pk)


@transaction.atomic
def take_back(*, story: SuccessStory, by: Actor, whose: str) -> None:
    """A consent is taken back, and nobody reads the story any more. The person's: the words themselves are removed, for
    nothing lets us keep them. The employer's: it is a draft again. Needs no version: it waits for nobody's edit. Twice
    is once. Raises Refused."""
    if not SuccessStory.objects.filter(pk=story.pk).exists():
        return
    row = _own_story(story, by)
    if whose == "person":
        SuccessStory.objects.filter(pk=row.pk).delete()
    elif whose == "employer":
        save_version(
            row, row.version, employer_yes_on=None, employer_yes_kept="", employer_back_on=dates.today(),
            published_at=None, published_by=None,
        )
    else:
        raise Refused(_("Valitse, kuka perui suostumuksen."), field="whose")
    note("story_taken_back", by, "success_story", row.pk, whose=whose)


def _own_story(story: SuccessStory, by: Actor) -> SuccessStory:
    row = SuccessStory.objects.select_for_update(of=("self",)).select_related("unit").get(pk=story.pk)
    require_keeper(by, row.region_id, [row.unit.organisation_id])
    return row


def _story(title: str, text: str, name: str, employer: Employer | None, by: Actor) -> dict[str, object]:
    if employer is not None and employer.region_id != by.region_id:
        raise Refused(_("Valitse alueen työnantaja."), field="employer")
    told = employer.name if employer else without_client(name, "employer_name")
    words = {"title": without_client(title, "title"), "text": without_client(text, "text"), "employer_name": told}
    if not all(words.values()):
        raise Refused(_("Kirjoita otsikko, tarina ja työnantaja."), field="title")
    return {**words, "employer": employer}
