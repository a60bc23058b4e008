"""Writing down an assessment of work ability, correcting it, looking at it again, and agreeing when to assess anew."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.assessments.ability.models import AbilityReview, Reassessment, WorkAbilityAssessment
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.servicemodels import codes

CONCEPT, HEALTH = "partial_work_ability", "health"
ICF_CODE = re.compile(r"[bsde][1-9][0-9]{0,4}([.+][0-489]{1,3})?", re.ASCII)
TEXTS = ("assessor", "organisation", "methods", "task", "place", "result", "source_whom")


@dataclass(frozen=True)
class Finding:
    """What an assessment says. Codes are keys of `codes.yaml`, `definition` a key of a view in `concepts.yaml`."""

    kind: str
    definition: str
    ability: str
    assessor: str
    methods: str
    result: str
    source: str
    assessed_on: date
    organisation: str = ""
    task: str = ""
    place: str = ""
    source_whom: str = ""
    icf: Collection[str] = field(default_factory=tuple)
    valid_until: date | None = None
    review_on: date | None = None


@transaction.atomic
def note_assessment(
    *, case: Case, by: Actor, groups: Collection[str], finding: Finding, key: UUID | None = None
) -> WorkAbilityAssessment:
    """Keep what a body found (V-54). Without a review day the day it ceases to hold is taken.

    Raises Refused: no definition it follows (E-08), an observed kind without task or place (I-35), a source that names
    nobody, days in the wrong order, an ICF code of the wrong shape, or a kind outside `groups`, the writer's own.
    """
    require_open(case)
    return _keep(case, by, groups, finding, key)


@transaction.atomic
def correct_assessment(
    *, assessment: WorkAbilityAssessment, by: Actor, groups: Collection[str], finding: Finding, reason: str,
    key: UUID | None = None,
) -> WorkAbilityAssessment:
    """Put another text in an assessment's place; the earlier one stays readable with the reason beside it.

    Raises Refused as `note_assessment`, without a reason, or when it has been corrected already.
    """
    require_open(assessment.case)
    if not reason.strip():
        raise Refused(_("Kerro, mitä korjaat ja miksi."), field="reason")
    WorkAbilityAssessment.objects.select_for_update().get(pk=assessment.pk)
    later = WorkAbilityAssessment.objects.filter(corrects=assessment).first()
    if later is not None and (key is None or later.form_key != key):
        raise Refused(_("Joku ehti korjata arvion ensin. Avaa uusin ja katso, mitä siinä lukee."))
    return _keep(assessment.case, by, groups, finding, key, corrects=assessment, correction_reason=reason.strip())


@transaction.atomic
def review(
    *, assessment: WorkAbilityAssessment, by: Actor, next_on: date, note: str = "", key: UUID | None = None
) -> AbilityReview:
    """Say that an assessment was looked at again and still holds. Raises Refused when it was corrected meanwhile or the
    next day is not ahead."""
    require_open(assessment.case)
    if next_on <= dates.today():
        raise Refused(_("Valitse seuraavaksi tarkistuspäiväksi päivä, joka on edessä."), field="next_on")
    if WorkAbilityAssessment.objects.filter(corrects=assessment).exists():
        raise Refused(_("Arvio on korjattu. Tarkista uusin."))

    def make() -> AbilityReview:
        return AbilityReview.objects.create(
            case_id=assessment.case_id, assessment=assessment, next_on=next_on, note=note.strip(),
            made_by_id=by.user_id, form_key=key,
        )

    done, new = once(AbilityReview.objects.all(), key, make, assessment_id=assessment.pk)
    if new:
        _note("assessments.ability_reviewed", assessment.case, by, ("ability_assessment", assessment.pk))
    return done


@transaction.atomic
def agree_reassessment(
    *, case: Case, by: Actor, groups: Collection[str], what: str, began_on: date, due_on: date, key: UUID | None = None
) -> Reassessment:
    """A treatment or rehabilitation began; work ability is assessed again on `due_on` (L-71). Raises Refused, also when
    health is not among the writer's `groups`."""
    require_open(case)
    if HEALTH not in groups:
        raise Refused(_("Hoidosta kirjaa se, jolla on peruste terveystietoihin."))
    if not what.strip():
        raise Refused(_("Kerro, mikä hoito tai kuntoutus alkoi."), field="what")
    if due_on <= max(began_on, dates.today()):
        raise Refused(_("Valitse uuden arvion päiväksi päivä, joka on edessä."), field="due_on")

    def make() -> Reassessment:
        return Reassessment.objects.create(
            case=case, what=what.strip(), began_on=began_on, due_on=due_on, made_by_id=by.user_id, form_key=key
        )

    made, new = once(Reassessment.objects.all(), key, make, case_id=case.pk)
    if new:
        _note("assessments.reassessment_agreed", case, by, ("reassessment", made.pk), due_on=due_on)
    return made


@transaction.atomic
def settle_reassessment(
    *, reassessment: Reassessment, version: int, by: Actor, assessment: WorkAbilityAssessment | None = None,
    reason: str = "",
) -> None:
    """The new assessment was made, or is not needed for a reason. Raises Refused without either, Conflict."""
    require_open(reassessment.case)
    if reassessment.settled_at is not None:
        raise Refused(_("Tämä on jo kuitattu."))
    if assessment is None and not reason.strip():
        raise Refused(_("Valitse tehty arvio tai kerro, miksi uutta arviota ei tarvita."), field="reason")
    if assessment is not None and assessment.case_id != reassessment.case_id:
        raise ValueError("the assessment is of another case")
    save_version(
        reassessment, version, settled_at=dates.now(), settled_by_id=by.user_id, settled_reason=reason.strip(),
        assessment_id=assessment.pk if assessment else None,
    )
    _note("assessments.reassessment_settled", reassessment.case, by, ("reassessment", reassessment.pk))


def icf_codes(text: str) -> list[str]:
    """The ICF codes of a text, each once. Raises Refused with the code that has not the shape of one."""
    found = list(dict.fromkeys(re.split(r"[\s,;]+", text.strip().lower()))) if text.strip() else []
    for one in found:
        if not ICF_CODE.fullmatch(one):
            raise Refused(
                _("%(code)s ei ole ICF-koodi. Kirjoita koodi näin: d850 tai b130.2, useampi pilkulla erotettuna.")
                % {"code": one[:20]}, field="icf",
            )
    return found


def definitions() -> dict[str, Any]:
    """The definitions of partial work ability that an assessment may follow, by key (E-08)."""
    concept = next(one for one in codes.common().concepts if one.key == CONCEPT)
    return {one.key: one for one in concept.views}


def require_open(case: Case) -> None:
    """Raises Refused when the case is closed."""
    if not case.allows("edit"):
        raise Refused(_("Asia on päätetty. Avaa se uudelleen, jos asiakas tarvitsee tukea."))


def _keep(
    case: Case, by: Actor, groups: Collection[str], finding: Finding, key: UUID | None, **correction: Any
) -> WorkAbilityAssessment:
    group = _checked(finding, groups)
    values = {**vars(finding), **{name: getattr(finding, name).strip() for name in TEXTS}}
    values |= {"icf": icf_codes(" ".join(finding.icf)), "review_on": _review_day(finding)}

    def make() -> WorkAbilityAssessment:
        return WorkAbilityAssessment.objects.create(
            case=case, field_group=group, made_by_id=by.user_id, form_key=key, **values, **correction
        )

    made, new = once(WorkAbilityAssessment.objects.all(), key, make, case_id=case.pk)
    if new:
        verb = "assessments.ability_corrected" if correction else "assessments.ability_noted"
        _note(verb, case, by, ("ability_assessment", made.pk), kind=finding.kind)
    return made


def _checked(finding: Finding, groups: Collection[str]) -> str:
    """The field group of a finding that is whole. Raises Refused."""
    kind = codes.code("assessment_kinds", finding.kind)
    if kind is None or kind.definition.field_group not in groups:
        raise Refused(_("Valitse, millainen arvio on."), field="kind")
    if finding.definition not in definitions():
        raise Refused(_("Kerro, kenen määritelmää arvio noudattaa. Ilman sitä tulosta ei voi verrata."),
                      field="definition")
    if codes.code("ability_results", finding.ability) is None:
        raise Refused(_("Valitse arvion tulos."), field="ability")
    if kind.definition.observed and not (finding.task.strip() and finding.place.strip()):
        missing = "place" if finding.task.strip() else "task"
        raise Refused(_("Toiminnallinen arvio kertoo, mitä tehtävää katsottiin ja missä."), field=missing)
    for name in ("assessor", "methods", "result"):
        if not getattr(finding, name).strip():
            raise Refused(_("Täytä tämä kohta."), field=name)
    check_source(finding.source, finding.source_whom)
    if finding.assessed_on > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa päivä, jolloin arvio tehtiin."), field="assessed_on")
    if finding.valid_until and finding.valid_until < finding.assessed_on:
        raise Refused(_("Arvio ei voi lakata ennen kuin se on tehty."), field="valid_until")
    return kind.definition.field_group


def check_source(source: str, whom: str) -> None:
    """Raises Refused for a source that is not known, or that must name whom or what and does not."""
    known = codes.code("fact_sources", source)
    if known is None:
        raise Refused(_("Valitse, mistä tieto on."), field="source")
    if known.definition.names_whom and not whom.strip():
        raise Refused(_("Kerro, keneltä tai mistä asiakirjasta tieto on."), field="source_whom")


def _review_day(finding: Finding) -> date:
    day = finding.review_on or finding.valid_until
    if day is None:
        raise Refused(_("Kirjoita, milloin arvio katsotaan uudelleen."), field="review_on")
    if day <= finding.assessed_on:
        raise Refused(_("Tarkistuspäivä tulee arvion päivän jälkeen."), field="review_on")
    return day


def _note(verb: str, case: Case, by: Actor, obj: tuple[str, int], **details: Any) -> None:
    record(verb, by=by, stream=("case", case.pk), obj=obj, person_id=case.person_id, **details)

