"""A value of a row as the copy tells it: to a program as it is, to people in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from psycopg.types.range import Range

from rinnalla.access.models import Membership, User
from rinnalla.lib import dates
from rinnalla.people.models import Person
from rinnalla.servicemodels.codes import code_name

# Which list a code is of, by the field, or by the model and field where the same name means several things.
CODES = {
    "field_group": "field_groups", "field_groups": "field_groups", "answer_group": "field_groups", "ground": "statutes",
    "cases.Case.stage": "stages", "cases.StageEntry.stage": "stages", "plans.Goal.purpose": "purposes",
    "referrals.Referral.decline_reason": "decline_reasons", "cases.Closing.solution_kind": "solutions",
    "special_needs": "special_needs", "meetings.Meeting.kind": "meeting_kinds",
    "assessments.WorkAbilityAssessment.kind": "assessment_kinds", "assessments.LifeAreaAnswer.area": "life_areas",
    "cases.Assignment.role": "assignment_roles", "retention.RightsRequest.place": "rights_places",
    "retention.RightsRequest.refusal": "rights_refusals", "access.Grant.purpose": "access_purposes",
    "meetings.TeamDecision.code": "team_decisions", "services.ServiceEpisode.outcome": "service_outcomes",
    "cases.Mandate.authority": "mandate_authorities", "cases.Mandate.ended_why": "mandate_endings",
    "cases.Mandate.parts": "mandate_parts", "cases.OnBehalf.reason": "behalf_reasons",
    "cases.OnBehalf.way": "behalf_ways", "sender_kind": "sender_kinds", "services.Benefit.kind": "benefits",
    "employers.ToldToEmployer.items": "employer_items", "employment.Job.pay_subsidy_ground": "service_grounds",
    "employment.AgreementVersion.subsidy_ground": "service_grounds",
    "employment.WorkAgreement.kind": "agreement_kinds", "employment.AgreementAnswer.way": "agreement_ways",
    "employment.WorkAdaptation.kind": "adaptation_kinds", "employment.WorkAdaptation.variant": "adaptation_variants",
    "employment.WorkAdaptation.payer": "adaptation_payers", "works": "adaptation_works",
    "employment.BenefitsTalk.topics": "benefit_topics",
}


@dataclass
class Names:
    """Names behind foreign keys: workers as their body lets them be named, bodies, places, services."""

    person: Person
    found: dict[tuple[str, int], str] = field(default_factory=dict)

    def learn(self, rows: Iterable[models.Model], fields: Iterable[models.Field]) -> None:
        """Read the names that rows point to, at once for each kind."""
        rows = list(rows)
        for one in fields:
            if one.remote_field is None:
                continue
            label = one.remote_field.model._meta.label
            wanted = {getattr(row, one.attname) for row in rows} - {None}
            missing = [pk for pk in wanted if (label, pk) not in self.found]
            if missing:
                self.found |= {(label, pk): name for pk, name in self._names(label, missing).items()}

    def _names(self, label: str, ids: list[int]) -> dict[int, str]:
        if label == "access.User":
            return staff_names(ids, self.person)
        rows = apps.get_model(label)._base_manager.filter(pk__in=ids)
        return {row.pk: str(getattr(row, "name", row)) for row in rows}

    def of(self, one: models.Field, pk: int) -> str:
        return self.found.get((one.remote_field.model._meta.label, pk), "") if one.remote_field else ""


def staff_names(ids: Iterable[int], person: Person) -> dict[int, str]:
    """The client by name; workers by name, or by their body alone where it does not let its workers be named; any other
    client not at all."""
    users = User.objects.filter(pk__in=ids).values_list("pk", "name", "person_id")
    hiding = Membership.objects.filter(user_id__in=ids, unit__organisation__names_staff=False)
    bodies = {one.user_id: one.unit.organisation.name for one in hiding.select_related("unit__organisation")}
    worker = _("Työntekijä")
    return {
        pk: f"{worker}, {bodies[pk]}" if pk in bodies else name
        for pk, name, of_person in users if of_person in (None, person.pk)
    }


def plain(value: Any) -> Any:
    """The value as JSON takes it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, Range):
        return {"from": plain(value.lower), "to": plain(value.upper)}
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def told(model: type[models.Model], one: models.Field, value: Any) -> str:
    """The value in words, in the language in use."""
    if one.choices and not isinstance(value, list):
        return str(dict(one.flatchoices).get(value, value))
    codes = CODES.get(f"{model._meta.label}.{one.name}") or CODES.get(one.name)
    if codes:
        return ", ".join(code_name(codes, str(key)) for key in (value if isinstance(value, list) else [value]))
    return in_words(value)


def in_words(value: Any) -> str:
    """Any value, also one inside another, in words."""
    if isinstance(value, bool):
        return _("Kyllä") if value else _("Ei")
    if isinstance(value, datetime):
        return dates.dt(value)
    if isinstance(value, date):
        return dates.d(value)
    if isinstance(value, Range):
        return f"{in_words(value.lower) if value.lower else ''}–{in_words(value.upper) if value.upper else ''}"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {in_words(one)}" for key, one in value.items() if one not in (None, "", [], {}))
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(in_words(one) for one in value)
    return str(value)
