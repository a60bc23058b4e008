"""The professional's choice beside the rules' proposal, with the reason where it differs (T-42, V-113)."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.assessments import questions
from rinnalla.assessments.models import NeedsAssessment, RuleDecision
from rinnalla.assessments.weighing import NOT_USED, SEGMENT, USE, weigh
from rinnalla.eventlog.record import record
from rinnalla.lib.errors import Refused
from rinnalla.lib.saving import once


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
    if not assessment.case.allows("edit"):
        raise Refused(_("Asia on päätetty. Avaa se uudelleen, jos asiakas tarvitsee tukea."))
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
