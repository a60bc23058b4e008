"""Starting, saving, signing and correcting an assessment of needs, and choosing the support it speaks for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.assessments import instruments, questions
from rinnalla.assessments.ability.actions import check_source
from rinnalla.assessments.mapping import areas, part_names, visible_criteria
from rinnalla.assessments.models import LifeAreaAnswer, NeedsAssessment, QuestionAnswer, RuleDecision
from rinnalla.assessments.weighing import NOT_USED, SEGMENT, USE, weigh
from rinnalla.cases import actions as cases
from rinnalla.cases.models import Case
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once, save_version
from rinnalla.servicemodels.codes import code_list, of_case

# Field → the field group that lets one write it.
FACTS = {
    "talked_on": "basics", "network": "basics", "goal": "basics", "resources": "basics", "wish": "basics",
    "motivation": "basics", "responsible_reason": "basics", "health_notes": "health",
    "unemployment_spells": "employment", "unemployment_months": "employment",
}
COPIED = (*FACTS, "criteria")


@dataclass(frozen=True)
class Beside:
    """What stands beside the professional's view of an area of life: the client's own, and where it comes from."""

    client_answer: str = ""
    source: str = "told_by_client"
    source_whom: str = ""


@transaction.atomic
def start(*, case: Case, by: Actor, key: UUID | None = None) -> NeedsAssessment:
    """Begin the talk, or go on with the draft that is there (V-46). The client's wish comes along from the case.

    An assessment may be made again at any stage; the earlier ones stay (V-96).
    """
    _require_open(case)
    if draft := NeedsAssessment.objects.open().filter(case=case).first():
        return draft
    last = NeedsAssessment.objects.filter(case=case).newest_first().first()

    def make() -> NeedsAssessment:
        return NeedsAssessment.objects.create(
            case=case, service_model_id=case.service_model_id, number=last.number + 1 if last else 1, wish=case.wish,
            motivation=case.motivation, made_by_id=by.user_id, form_key=key,
        )

    assessment, new = once(NeedsAssessment.objects.all(), key, make, case_id=case.pk)
    if new:
        _note(assessment, "assessments.started", by)
    return assessment


@transaction.atomic
def save(
    *, assessment: NeedsAssessment, version: int, by: Actor, groups: Collection[str], facts: Mapping[str, Any],
    criteria: Collection[str] = (), answers: Mapping[str, tuple[str, str]] | None = None,
    told: Mapping[str, Any] | None = None, beside: Mapping[str, Beside] | None = None,
) -> None:
    """Keep the draft: `facts` by field name, ticked criteria, `answers` as area → (answer, note), `told` as question →
    answer of its kind, or None to take an answer away (V-114). `beside`: of an answered area the client's own view and
    where the professional's comes from; what is left out stays.

    `groups` are the field groups the writer may see in this case; what lies outside them stays as it was. Raises
    Conflict, Refused when signed, ValueError for a field or code that does not exist.
    """
    _require_open(assessment.case)
    _require(assessment, "save")
    if unknown := set(facts) - set(FACTS):
        raise ValueError(f"no such fields: {sorted(unknown)}")
    if (day := facts.get("talked_on")) and day > dates.today():
        raise Refused(_("Päivä on tulevaisuudessa. Kirjaa päivä, jolloin juttelitte."), field="talked_on")
    own = {code.key for code in visible_criteria(groups)}
    kept = [key for key in assessment.criteria if key not in own]
    changes = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in facts.items() if FACTS[name] in groups
    }
    save_version(assessment, version, criteria=sorted({*kept, *own & set(criteria)}), **changes)
    _answer(assessment, answers or {}, beside or {}, groups)
    _tell(assessment, told or {}, groups)
    _note(assessment, "assessments.saved", by, version=assessment.version)


def _answer(
    assessment: NeedsAssessment, answers: Mapping[str, tuple[str, str]], beside: Mapping[str, Beside],
    groups: Collection[str],
) -> None:
    known = {area.key: area for area in areas(of_case(assessment.case))}
    allowed = {code.key for code in code_list("need_answers")}
    for key, (answer, note) in answers.items():
        if key not in known or answer not in allowed:
            raise ValueError(f"no such area or answer: {key}, {answer}")
        if known[key].field_group in groups:
            LifeAreaAnswer.objects.update_or_create(
                assessment=assessment, area=key,
                defaults={"case_id": assessment.case_id, "field_group": known[key].field_group, "answer": answer,
                          "note": note.strip(), **_beside(beside.get(key), allowed, key)},
            )


def _beside(one: Beside | None, allowed: Collection[str], area: str) -> dict[str, str]:
    """The client's own view and the source of the professional's, as they are kept. Raises Refused for a source that
    names nobody."""
    if one is None:
        return {}
    if one.client_answer and one.client_answer not in allowed:
        raise ValueError(f"no such answer: {one.client_answer}")
    try:
        check_source(one.source, one.source_whom)
    except Refused as refusal:
        raise Refused(refusal.message, field=f"{refusal.field.replace('source_whom', 'whom')}_{area}") from refusal
    return {"client_answer": one.client_answer, "source": one.source, "source_whom": one.source_whom.strip()}


def _tell(assessment: NeedsAssessment, told: Mapping[str, Any], groups: Collection[str]) -> None:
    known = {question.key: question for question in questions.questions(assessment)}
    for key, value in told.items():
        if key not in known or (value is not None and not questions.accepts(known[key], value)):
            raise ValueError(f"no such question or answer: {key}, {value}")
        if known[key].field_group not in groups:
            continue
        if value is None:
            QuestionAnswer.objects.filter(assessment=assessment, question=key).delete()
        else:
            values = {"case_id": assessment.case_id, "field_group": known[key].field_group,
                      "value": questions.stored(value)}
            QuestionAnswer.objects.update_or_create(assessment=assessment, question=key, defaults=values)


@transaction.atomic
def sign(*, assessment: NeedsAssessment, version: int, by: Actor) -> None:
    """Lock the assessment with one's name; the client's wish goes to the case. Raises Refused for an empty required
    part (L-78), for a case without a responsible worker and without a reason why (L-40), Conflict when somebody saved
    meanwhile."""
    _require_open(assessment.case)
    _require(assessment, "sign")
    if missing := assessment.missing_parts:
        names = part_names()
        raise Refused(
            _("Täytä vielä: %(parts)s. Jos tietoa ei ole, kirjoita se näkyviin.")
            % {"parts": ", ".join(names[part].lower() for part in missing)}, field=missing[0],
        )
    if assessment.case.responsible_worker_id is None and not assessment.responsible_reason.strip():
        raise Refused(
            _("Sopikaa asiakasvastaavasta tai kerro, miksi häntä ei vielä ole."), field="responsible_reason"
        )
    save_version(assessment, version, signed_at=dates.now(), signed_by_id=by.user_id)
    case = assessment.case
    if assessment.wish and (assessment.wish, assessment.motivation) != (case.wish, case.motivation):
        cases.set_wish(case=case, version=case.version, by=by, wish=assessment.wish, motivation=assessment.motivation)
    _note(assessment, "assessments.signed", by, revision=assessment.revision)


@transaction.atomic
def correct(*, assessment: NeedsAssessment, by: Actor, reason: str, key: UUID | None = None) -> NeedsAssessment:
    """Begin a correction of a signed assessment: a new draft with the same content. The old one stays readable.

    Raises Refused without a reason, while another draft is open, or when it has been corrected already.
    """
    if key and (earlier := NeedsAssessment.objects.filter(form_key=key, case=assessment.case).first()):
        return earlier
    _require_open(assessment.case)
    _require(assessment, "correct")
    if not reason.strip():
        raise Refused(_("Kerro, mitä korjaat ja miksi."), field="reason")
    if NeedsAssessment.objects.open().filter(case=assessment.case).exists():
        raise Refused(_("Asialla on jo keskeneräinen kartoitus. Viimeistele se ensin."))
    draft = NeedsAssessment.objects.create(
        case=assessment.case, number=assessment.number, revision=assessment.revision + 1, corrects=assessment,
        correction_reason=reason.strip(), made_by_id=by.user_id, form_key=key,
        service_model_id=assessment.service_model_id,
        **{name: getattr(assessment, name) for name in COPIED},
    )
    LifeAreaAnswer.objects.bulk_create(
        LifeAreaAnswer(
            assessment=draft, case_id=draft.case_id, area=one.area, field_group=one.field_group, answer=one.answer,
            note=one.note, client_answer=one.client_answer, source=one.source, source_whom=one.source_whom,
        )
        for one in assessment.answers.all()
    )
    QuestionAnswer.objects.bulk_create(
        QuestionAnswer(
            assessment=draft, case_id=draft.case_id, question=one.question, field_group=one.field_group, value=one.value
        )
        for one in assessment.told.all()
    )
    instruments.copy_uses(source=assessment, draft=draft)
    _note(draft, "assessments.corrected", by, revision=draft.revision)
    return draft


@transaction.atomic
def decide(
    *, assessment: NeedsAssessment, subject: str, chosen: str, by: Actor, groups: Collection[str], reason: str = "",
    key: UUID | None = None,
) -> RuleDecision:
    """Choose the support ("segment") or whether to use a way into a service. The proposal is weighed again here, and
    kept with the facts it stood on.

    Raises Refused for a choice that is not there, without a reason when it differs from the proposal, or when the talk
    has not been signed.
    """
    if assessment.signed_at is None:
        raise Refused(_("Allekirjoita kartoitus ensin. Ehdotus punnitaan siitä, mitä on kirjattu."))
    _require_open(assessment.case)
    weighed = weigh(assessment, groups)
    if subject != SEGMENT and subject not in {one.key for one in weighed.ways}:
        raise Refused(_("Tätä reittiä ei ole asiakkaan kotikunnassa."), field="subject")
    options = {one.key for one in weighed.book.in_force(weighed.book.common.segments)}
    if chosen not in (options if subject == SEGMENT else {USE, NOT_USED}):
        raise Refused(_("Valitse jokin vaihtoehdoista."), field="chosen")
    proposed, rule = weighed.proposed(subject)
    if chosen != proposed and not reason.strip():
        raise Refused(_("Kerro, miksi valitsit toisin kuin ehdotettiin. Syy jää näkyviin."), field="reason")

    def make() -> RuleDecision:
        return RuleDecision.objects.create(
            case=assessment.case, assessment=assessment, service_model_id=assessment.service_model_id, subject=subject,
            weighed_on=assessment.talked_on, rule=rule, proposed=proposed, field_groups=sorted(groups), chosen=chosen,
            facts={name: questions.stored(told) for name, told in weighed.facts.items()},
            reason=reason.strip(), decided_by_id=by.user_id, form_key=key,
        )

    decision, new = once(RuleDecision.objects.all(), key, make, case_id=assessment.case_id)
    if new:
        record(
            "assessments.decided", by=by, stream=("case", assessment.case_id), obj=("rule_decision", decision.pk),
            person_id=assessment.case.person_id, followed=decision.followed,
        )
    return decision


def _require(assessment: NeedsAssessment, act: str) -> None:
    if not assessment.allows(act):
        raise Refused(_("Kartoitus on jo allekirjoitettu tai korjattu. Päivitä sivu ja katso uusin."))


def _require_open(case: Case) -> None:
    if not case.allows("edit"):
        raise Refused(_("Asia on päätetty. Avaa se uudelleen, jos asiakas tarvitsee tukea."))


def _note(assessment: NeedsAssessment, verb: str, by: Actor, **details: Any) -> None:
    record(
        verb, by=by, stream=("case", assessment.case_id), obj=("assessment", assessment.pk),
        person_id=assessment.case.person_id, **details,
    )
