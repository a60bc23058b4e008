"""`common/codes.yaml`: the national code lists."""

from typing import Literal

from pydantic import Field

from rinnalla.servicemodels.definitions.base import Definition, FieldGroup, Key, Line, RoleKey, Text
from rinnalla.servicemodels.definitions.coded import Code
from rinnalla.servicemodels.definitions.conditions import Condition
from rinnalla.servicemodels.definitions.employers import EmployerUrgency, SurveyItem
from rinnalla.servicemodels.definitions.occupations import WorkDemand
from rinnalla.servicemodels.definitions.work import (
    AdaptationVariant,
    AgreementKind,
    CoachingPayer,
    CoachingPlace,
    CoachingPurpose,
    CoachingStage,
    CoachingType,
    JobContract,
    JobKind,
)


class MeetingKind(Code):
    """What kind of meeting it is (L-16), and what it asks for: what was tried first (L-46), two professionals as a
    pair, somebody of a role, parties at the table (V-75, E-42: codes of `meeting_parties`)."""

    asks_tried: bool = False
    by_pair: bool = False
    needs_role: RoleKey | None = None
    parties: tuple[Key, ...] = ()


class MeetingParty(Code):
    """The part somebody has in a meeting; `needs_leave`: is there and is told only by the client's leave (V-75)."""

    needs_leave: bool = False


class SenderKind(Code):
    """Who referred. `statute` is the ground that lets them share without consent, None if there is none."""

    statute: Key | None
    shown_as: Key | None = None


class Tick(Code):
    """One sub-tick of an identification item."""


class IdentificationItem(Code):
    """One line of the identification checklist with its ticks (L-35…L-39)."""

    field_group: FieldGroup
    ticks: tuple[Tick, ...] = Field(min_length=1)


class Criterion(Code):
    """A ground for entering the service, and what it proposes as the next step (V-18…V-23). `told_by`: facts of which
    any one speaks for it before it is ticked (V-19)."""

    question: Text
    field_group: FieldGroup
    proposes: Key | None = None
    told_by: tuple[Condition, ...] = ()


class GuidanceTopic(Code):
    """What advice was about; `benefit`: it is asked which benefit (V-48)."""

    benefit: bool = False


class ServiceGround(Code):
    """Why a service of a kind is given (V-79); `service` is the kind."""

    service: Key


class InterruptionReason(Code):
    """Why a service broke off; `alerts` tells the responsible worker at once (E-16)."""

    alerts: bool = False


class LifeArea(Code):
    """An area of life that is gone through with the client (I-14); who may see its answer goes by `field_group`."""

    field_group: FieldGroup


class DeclineReason(Code):
    """Why a referral was not taken; every one but those marked needs a named next owner (V-06)."""

    next_owner_required: bool = True


class HealthKind(Code):
    """A kind of health data that a consent names, and the field group it belongs to (itemised health consent)."""

    field_group: FieldGroup


class ProviderFact(Code):
    """What a provider's worker may be told of a client placed in a bought service, and the field group it stands in."""

    field_group: Literal["basics", "social", "employment"]


class ConsentForm(Code):
    """The form a consent of a kind is given on; `kind` is a permission of `statutes.yaml`."""

    kind: Key


class PacketPurpose(Code):
    """What a packet of a client's data is given for; `purpose` is the data purpose whose legal bases it stands on."""

    purpose: Key


class DecisionPower(Code):
    """What power the responsible worker has over the client's services or livelihood (L-41)."""

    warning: Text | None = None


class MeasureSet(Code):
    """One of the programme's two sets of measures with its aims (T-02, F-48)."""

    aims: tuple[Code, ...] = Field(min_length=1)


class StatisticsSubject(Code):
    """What a statistic from outside is of (E-09). `rows` are those it must have, known by their names: of a rate the
    numerator first and the denominator second (E-25)."""

    rows: tuple[Code, ...] = ()


class RevisionCause(Code):
    """Why a plan was made anew; `circumstances`: because the client's situation changed (L-79)."""

    circumstances: bool = False


class LadderStage(Code):
    """A rung of the ladder from social rehabilitation to paid work, lowest first (L-74)."""

    statute: Key | None = None


class ProgressStep(Code):
    """A step from outside the labour market to work, lowest first (I-07). `ground` is what a proposal of it says has
    happened; it is spoken for by a running service of these `cards`, by `any_service`, or by a job of these kinds."""

    ground: Key
    any_service: bool = False
    cards: tuple[Key, ...] = ()
    jobs: tuple[Key, ...] = ()


class AgeGroup(Code):
    """A group of ages that figures are told by: from this age up to the next group's."""

    from_age: int = Field(ge=0, le=120)


class LanguageGroup(Code):
    """Languages that figures are told by; without `languages` all the others."""

    languages: tuple[Key, ...] = ()


PlanPart = Literal[
    "wish", "considerations", "goals", "actions", "own_actions", "follow_up", "responsible", "duration", "ladder"
]


class HostHeading(Definition):
    """A heading of a host plan and what of ours stands under it; nothing: it is filled in only there."""

    key: Key
    names: Text
    holds: tuple[PlanPart, ...] = ()


class HostPlanType(Code):
    """A statutory plan the work-ability plan may sit in, with its own headings in their order (L-53).

    `ready_by` and `review_every` name deadlines counted from its first day; `stored_nationally`: what we have is a
    working copy, and the plan itself stands in the national system (381/2023 § 12).
    """

    statute: Key | None = None
    headings: tuple[HostHeading, ...] = Field(min_length=1)
    note: Text | None = None
    ready_by: Key | None = None
    review_every: Key | None = None
    stored_nationally: bool = False


class TemplateLine(Definition):
    """One suggested action of a plan template: who does it, and in how many weeks."""

    key: Key
    names: Text
    by: Literal["client", "worker"]
    weeks: int = Field(ge=1, le=52)


class PlanTemplate(Code):
    """Suggested actions to choose from: each one may be left out, and none is ever forced."""

    lines: tuple[TemplateLine, ...] = Field(min_length=1)


class GroupedCode(Code):
    """A code whose facts are seen by a field group."""

    field_group: FieldGroup


class AssessmentKind(GroupedCode):
    """A kind of work-ability assessment (V-54). `observed`: it tells the task seen and the place (I-35)."""

    observed: bool = False


class FactSource(Code):
    """Where a fact comes from. `names_whom`: it must tell whom or what it was heard or read from."""

    names_whom: bool = False


class Dimension(GroupedCode):
    """One of the three dimensions a client's situation is followed in (V-08), asked as a number 0–10."""

    question: Text
    lowest: Text
    highest: Text


class PhaseAim(Code):
    """What a phase is for, and when it is over (L-70): `end_condition` is offered and may be worded for the client."""

    end_condition: Text


class PhaseKind(Code):
    """A phase of the client's path; phases may overlap (L-69)."""

    aims: tuple[PhaseAim, ...] = Field(min_length=1)


class RightsRefusal(Code):
    """A ground of law for not doing what a client asks of their own data: to which kinds of requests it applies, where
    it stands, and the way on that the refusal tells."""

    kinds: tuple[Key, ...] = Field(min_length=1)
    statute: Line
    appeal: Text


class Codes(Definition):
    """The national code lists."""

    referral_channels: tuple[Code, ...]
    authority_labels: tuple[Code, ...]
    sender_kinds: tuple[SenderKind, ...]
    identification_items: tuple[IdentificationItem, ...]
    identification_places: tuple[Code, ...]
    criteria: tuple[Criterion, ...]
    entry_populations: tuple[Code, ...]
    jobseeker_statuses: tuple[Code, ...]
    purposes: tuple[Code, ...]
    access_purposes: tuple[Code, ...]
    field_groups: tuple[Code, ...]
    life_areas: tuple[LifeArea, ...]
    need_answers: tuple[Code, ...]
    referral_results: tuple[Code, ...]
    decline_reasons: tuple[DeclineReason, ...]
    interruption_reasons: tuple[InterruptionReason, ...]
    service_grounds: tuple[ServiceGround, ...]
    group_activities: tuple[Code, ...]
    service_outcomes: tuple[Code, ...]
    solutions: tuple[Code, ...]
    handover_reasons: tuple[Code, ...]
    decision_powers: tuple[DecisionPower, ...]
    health_kinds: tuple[HealthKind, ...]
    consent_forms: tuple[ConsentForm, ...]
    packet_purposes: tuple[PacketPurpose, ...]
    disclosure_channels: tuple[Code, ...]
    wrong_receiver_outcomes: tuple[Code, ...]
    assignment_roles: tuple[Code, ...]
    unit_kinds: tuple[Code, ...]
    languages: tuple[Code, ...]
    guidance_topics: tuple[GuidanceTopic, ...]
    absence_reasons: tuple[Code, ...]
    break_glass_reasons: tuple[Code, ...]
    behalf_reasons: tuple[Code, ...]
    behalf_ways: tuple[Code, ...]
    mandate_parts: tuple[Code, ...]
    mandate_authorities: tuple[Code, ...]
    mandate_endings: tuple[Code, ...]
    meeting_kinds: tuple[MeetingKind, ...]
    meeting_parties: tuple[MeetingParty, ...]
    team_decisions: tuple[Code, ...]
    made_in: tuple[Code, ...]
    promises: tuple[Code, ...]
    measure_sets: tuple[MeasureSet, ...]
    responsible_bodies: tuple[Code, ...]
    special_needs: tuple[Code, ...]
    assessment_kinds: tuple[AssessmentKind, ...]
    ability_results: tuple[Code, ...]
    fact_sources: tuple[FactSource, ...]
    network_kinds: tuple[GroupedCode, ...]
    network_views: tuple[Code, ...]
    dimensions: tuple[Dimension, ...]
    not_suitable_reasons: tuple[Code, ...]
    off_set_reasons: tuple[Code, ...]
    phases: tuple[PhaseKind, ...]
    revision_causes: tuple[RevisionCause, ...]
    ladder_stages: tuple[LadderStage, ...]
    progress_steps: tuple[ProgressStep, ...] = Field(min_length=2)
    progress_grounds: tuple[Code, ...]
    service_places: tuple[Code, ...]
    sexes: tuple[Code, ...]
    age_groups: tuple[AgeGroup, ...]
    language_groups: tuple[LanguageGroup, ...]
    host_plan_types: tuple[HostPlanType, ...]
    plan_templates: tuple[PlanTemplate, ...]
    coaching_types: tuple[CoachingType, ...]
    coaching_payers: tuple[CoachingPayer, ...]
    client_groups: tuple[Code, ...]
    not_joined_reasons: tuple[Code, ...]
    purchase_categories: tuple[Code, ...]
    training_fundings: tuple[Code, ...]
    provider_facts: tuple[ProviderFact, ...]
    study_kinds: tuple[Code, ...]
    coaching_stages: tuple[CoachingStage, ...]
    coaching_outcomes: tuple[Code, ...]
    coaching_parties: tuple[Code, ...]
    coaching_places: tuple[CoachingPlace, ...]
    coaching_purposes: tuple[CoachingPurpose, ...]
    job_contracts: tuple[JobContract, ...]
    practice_kinds: tuple[Code, ...]
    job_kinds: tuple[JobKind, ...]
    adaptation_variants: tuple[AdaptationVariant, ...]
    adaptation_kinds: tuple[Code, ...]
    adaptation_payers: tuple[Code, ...]
    adaptation_works: tuple[Code, ...]
    benefit_topics: tuple[Code, ...]
    agreement_kinds: tuple[AgreementKind, ...]
    agreement_ways: tuple[Code, ...]
    plan_parts: tuple[Code, ...]
    job_fits: tuple[Code, ...]
    application_states: tuple[Code, ...]
    employer_sizes: tuple[Code, ...]
    employer_channels: tuple[Code, ...]
    employer_purposes: tuple[Code, ...]
    employer_urgencies: tuple[EmployerUrgency, ...]
    employer_need_outcomes: tuple[Code, ...]
    employer_items: tuple[GroupedCode, ...]
    employer_services: tuple[Code, ...]
    survey_items: tuple[SurveyItem, ...]
    attitude_actions: tuple[Code, ...]
    rights_places: tuple[Code, ...]
    rights_refusals: tuple[RightsRefusal, ...]
    work_times: tuple[Code, ...]
    work_demands: tuple[WorkDemand, ...]
    task_ways: tuple[Code, ...]
    disclosure_items: tuple[Code, ...]
    disclosure_stances: tuple[Code, ...]
    disclosure_moments: tuple[Code, ...]
    disclosure_tellers: tuple[Code, ...]
    competence_areas: tuple[Code, ...]
    training_topics: tuple[Code, ...]
    training_audiences: tuple[Code, ...]
    material_kinds: tuple[Code, ...]
    communication_channels: tuple[Code, ...]
    communication_audiences: tuple[Code, ...]
    accessibility_checks: tuple[Code, ...]
    experience_themes: tuple[Code, ...]
    statistics_subjects: tuple[StatisticsSubject, ...] = Field(min_length=1)
    service_types: tuple[Code, ...]
