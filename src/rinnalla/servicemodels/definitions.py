"""What a service model may say: the typed shape of every file under `regions/`.

One class for each thing a file can hold; `loading.py` reads the files, `checks.py` looks at what no single
class can see. Definitions are frozen and refuse unknown fields, so that a misspelt field is told and not lost.
"""

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
RegionKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]
Row = Annotated[str, StringConstraints(pattern=r"^[VELTI]-\d{2,3}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^0\d{1,2} \d{3} \d{4}$")]
MunicipalityCode = Annotated[str, StringConstraints(pattern=r"^\d{3}$")]
Username = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)?(\.[a-z]+(-[a-z]+)?)+$", max_length=60)]

Language = Literal["fi", "sv", "en"]
Unit = Literal["minutes", "hours", "days", "working_days", "weeks", "months", "years", "count"]
FieldGroup = Literal["basics", "social", "health", "special", "livelihood", "employment", "authority"]
RoleKey = Literal[
    "responsible_worker", "coordinator", "job_coach", "doctor", "nurse", "social_worker", "employment_expert",
    "kela_expert", "experience_expert", "employer_coordinator", "manager", "organisation_admin",
    "data_protection_officer", "system_admin",
]  # fmt: skip
ROLE_KEYS: tuple[str, ...] = get_args(RoleKey)


class Definition(BaseModel):
    """Base of every definition: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Definition):
    """The same text in the three languages of the service."""

    fi: Line
    sv: Line
    en: Line


class Name(Definition):
    """A proper name: Finnish and Swedish; English only where the body itself uses one."""

    fi: Line
    sv: Line
    en: Line | None = None


class Dated(Definition):
    """Something that is in force for a time. Both days belong to the period; None means open."""

    valid_from: date | None = None
    valid_to: date | None = None


class SearchWords(Definition):
    """What people type when they look for this, in their own words."""

    fi: tuple[Line, ...] = Field(min_length=1)
    sv: tuple[Line, ...] = ()


# --- common/codes.yaml ---------------------------------------------------------------------------------------


class PastNames(Definition):
    """What a code was called up to and including a day; old reports keep the old name (V-31)."""

    valid_to: date
    names: Text


class Code(Dated):
    """One value of a code list."""

    key: Key
    names: Text
    past_names: tuple[PastNames, ...] = ()
    row: Row | None = None


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
    """A ground for entering the service, and what it proposes as the next step (V-18…V-23)."""

    question: Text
    field_group: FieldGroup
    proposes: Key | None = None


class InterruptionReason(Code):
    """Why a service broke off; `alerts` tells the responsible worker at once (E-16)."""

    alerts: bool = False


class LifeArea(Code):
    """An area of life that is gone through with the client (I-14); who may see its answer goes by `field_group`."""

    field_group: FieldGroup


class DeclineReason(Code):
    """Why a referral was not taken; every one but those marked needs a named next owner (V-06)."""

    next_owner_required: bool = True


class DecisionPower(Code):
    """What power the responsible worker has over the client's services or livelihood (L-41)."""

    warning: Text | None = None


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
    decline_reasons: tuple[DeclineReason, ...]
    interruption_reasons: tuple[InterruptionReason, ...]
    service_outcomes: tuple[Code, ...]
    solutions: tuple[Code, ...]
    handover_reasons: tuple[Code, ...]
    decision_powers: tuple[DecisionPower, ...]
    languages: tuple[Code, ...]
    guidance_topics: tuple[Code, ...]
    absence_reasons: tuple[Code, ...]
    made_in: tuple[Code, ...]
    eligibility_facts: tuple[Code, ...]


# --- common/statutes.yaml, deadlines.yaml, stages.yaml, organisation_kinds.yaml -------------------------------


class Statute(Dated):
    """A legal ground or the legal basis of a service. `verified` is true when the text in force was read."""

    key: Key
    names: Text
    kind: Literal["sharing", "permission", "access", "service"]
    act: Line | None = None
    section: Line | None = None
    between: tuple[Key, ...] = ()
    field_groups: tuple[FieldGroup, ...] = ()
    verified: bool = False
    note: Line | None = None


class Value(Dated):
    """One dated value of a deadline or limit."""

    value: int = Field(ge=0)
    unit: Unit
    statute: Key | None = None


class Deadline(Definition):
    """A deadline or limit that law or region sets, with its values over time."""

    key: Key
    names: Text
    values: tuple[Value, ...] = Field(min_length=1)


class Stage(Definition):
    """A stage of the client's path, in path order."""

    key: Key
    names: Text
    client_names: Text
    prompt: Text
    row: Row | None = None


class OrganisationKind(Code):
    """What sort of body an organisation is, and under which sender its referrals are counted."""

    sender_kind: Key | None
    joint_controller: bool = False


# --- common/service_groups.yaml, cards.yaml, figure.yaml ------------------------------------------------------


class Subgroup(Definition):
    """A list inside a group of the path figure. `bullets` is how many the figure has, and a check."""

    key: Key
    names: Text
    bullets: int = Field(ge=1)


class ServiceGroup(Definition):
    """A box of the path figure."""

    key: Key
    names: Text
    stage: Key
    row: Row | None = None
    subgroups: tuple[Subgroup, ...] = Field(min_length=1)


class Card(Dated):
    """A catalogue card: one service, benefit or step at one place of the path figure.

    Cards with the same `service` are variants of one service (work trial stands in three places); cards with
    the same `bullet` in the same subgroup are drawn as one bullet (V-61, V-62).
    """

    key: Key
    service: Key
    row: Row
    kind: Literal["service", "benefit", "step", "document"]
    group: Key
    subgroup: Key
    stage: Key
    bullet: Key
    figure_text: Text
    names: Text
    summary: Text
    how_to_get_in: Text
    organisers: tuple[Key, ...] = Field(min_length=1)
    statutes: tuple[Key, ...] = ()
    field_group: FieldGroup
    search: SearchWords
    site: Line | None = None


class Figure(Definition):
    """What the path figure shows beside the catalogue cards (V-27…V-51, V-92…V-99)."""

    title: Text
    populations: tuple[Key, ...]
    senders: tuple["FigureSender", ...]
    hub: Text
    hub_note: Text
    intake: tuple["FigureList", ...]
    product: Text
    companions: tuple[Code, ...]


class FigureSender(Definition):
    """One sender line of the figure; Kela and the pension institutions share one."""

    label: Text
    kinds: tuple[Key, ...] = Field(min_length=1)
    row: Row


class FigureList(Definition):
    """One list in the box of the initial service."""

    names: Text
    items: tuple[Code, ...]


class Common(Definition):
    """Everything under `regions/common/`."""

    codes: Codes
    statutes: tuple[Statute, ...]
    deadlines: tuple[Deadline, ...]
    stages: tuple[Stage, ...]
    organisation_kinds: tuple[OrganisationKind, ...]
    service_groups: tuple[ServiceGroup, ...]
    cards: tuple[Card, ...]
    figure: Figure


# --- <region>/region.yaml, organisations.yaml, demo-staff.yaml ------------------------------------------------


class Municipality(Dated):
    """A municipality with its official three-digit code."""

    code: MunicipalityCode
    names: Name


class Wording(Definition):
    """Names a region uses for shared things; codes never change, only words (I-13)."""

    service: Text
    tagline: Text
    responsible_worker: Text
    coordinator: Text
    job_coach: Text
    team: Text


class ImportAccount(Definition):
    """Whose name an import carries when no user is given."""

    username: Username
    unit: Key


class RegionInfo(Definition):
    """Who the region is."""

    key: RegionKey
    names: Text
    languages: tuple[Language, ...] = Field(min_length=1)
    help_phone: Phone
    help_hours: Text
    municipalities: tuple[Municipality, ...] = Field(min_length=1)
    wording: Wording
    import_account: ImportAccount


class Agreement(Definition):
    """A signed agreement of an organisation; without one in force its staff open no client data (I-33)."""

    kind: Literal["joint_controllers", "cooperation", "data_processing"]
    reference: Line
    signed: date
    valid_from: date
    valid_to: date | None = None


class OrganisationUnit(Dated):
    """A unit that people work in and that referrals can be sent to."""

    key: Key
    names: Name
    phone: Phone
    hours: Text
    municipalities: tuple[MunicipalityCode, ...] = Field(min_length=1)
    takes_referrals: bool = False
    default_intake: bool = False
    roles: tuple[RoleKey, ...] = ()


class Organisation(Dated):
    """A body of the region. A national one has the same key and names in every region."""

    key: Key
    kind: Key
    names: Name
    national: bool = False
    agreements: tuple[Agreement, ...] = ()
    units: tuple[OrganisationUnit, ...] = ()


class StaffMember(Definition):
    """An invented person of the demo world. `role` is the first one; `more_roles` gives further memberships."""

    username: Username
    given_name: Line
    family_name: Line
    role: RoleKey
    more_roles: tuple[RoleKey, ...] = ()
    unit: Key
    title: Name | None = None
    language: Language
    phone: Phone
    hours: Line


# --- <region>/model.yaml --------------------------------------------------------------------------------------


class RegionStage(Definition):
    """A stage this region uses; own words only where they differ from the common ones."""

    key: Key
    names: Text | None = None
    prompt: Text | None = None


class LocalValue(Value):
    """A deadline value that differs from the common one, with the reason."""

    reason: Text


class LocalDeadline(Definition):
    """A deadline of the region."""

    key: Key
    values: tuple[LocalValue, ...] = Field(min_length=1)


class PathStep(Definition):
    """A step of a path template: who does it, in which stage, by when, and with which card."""

    key: Key
    names: Text
    stage: Key
    role: RoleKey
    optional: bool = False
    due: Value | None = None
    card: Key | None = None


class PathTemplate(Definition):
    """A ready order of steps (I-10). `leader` must be in the team that runs it (E-38)."""

    key: Key
    names: Text
    summary: Text
    leader: RoleKey | None = None
    steps: tuple[PathStep, ...] = Field(min_length=1)


class TeamTemplate(Definition):
    """A team a region works with; a missing required role is warned of (V-109)."""

    key: Key
    names: Text
    unit: Key
    required_roles: tuple[RoleKey, ...] = Field(min_length=1)
    optional_roles: tuple[RoleKey, ...] = ()


class SupportLayer(Definition):
    """A layer of support for professionals; a region may have fewer than the others (L-08, L-09)."""

    level: int = Field(ge=1, le=9)
    names: Text
    unit: Key | None = None


class EligibilityRule(Definition):
    """A way into a service: all facts must be as told. It proposes, a person decides (T-59…T-61)."""

    key: Key
    names: Text
    cards: tuple[Key, ...] = Field(min_length=1)
    municipalities: tuple[MunicipalityCode, ...] = Field(min_length=1)
    all_of: tuple[Key, ...] = ()
    none_of: tuple[Key, ...] = ()
    within_months: int | None = Field(default=None, ge=1)
    otherwise: Key | None = None


class LocalCode(Code):
    """A code of this region only; `counts_as` is the national code it adds up under (I-13)."""

    counts_as: Key


class LocalCodes(Definition):
    """The lists a region may add to."""

    identification_places: tuple[LocalCode, ...] = ()
    decline_reasons: tuple[LocalCode, ...] = ()
    interruption_reasons: tuple[LocalCode, ...] = ()
    handover_reasons: tuple[LocalCode, ...] = ()
    guidance_topics: tuple[LocalCode, ...] = ()
    absence_reasons: tuple[LocalCode, ...] = ()
    life_areas: tuple[LocalCode, ...] = ()


class Offer(Dated):
    """A card this region offers: by which unit, and how long the wait is."""

    card: Key
    unit: Key
    waiting: Text
    waiting_days: int | None = Field(default=None, ge=0)
    next_free: date | None = None
    places: int | None = Field(default=None, ge=0)


class ServiceModel(Definition):
    """How this region does work-ability support."""

    version: Line
    valid_from: date
    valid_to: date | None = None
    names: Text
    stages: tuple[RegionStage, ...] = Field(min_length=1)
    deadlines: tuple[LocalDeadline, ...] = ()
    teams: tuple[TeamTemplate, ...] = Field(min_length=1)
    support_layers: tuple[SupportLayer, ...] = Field(min_length=1)
    path_templates: tuple[PathTemplate, ...] = Field(min_length=1)
    eligibility: tuple[EligibilityRule, ...] = ()
    codes: LocalCodes = LocalCodes()
    offers: tuple[Offer, ...] = Field(min_length=1)


class RegionDefinition(Definition):
    """Everything under `regions/<region>/`."""

    info: RegionInfo
    organisations: tuple[Organisation, ...]
    model: ServiceModel
    staff: tuple[StaffMember, ...] = ()

    @property
    def units(self) -> dict[str, OrganisationUnit]:
        """Every unit of the region by key."""
        return {unit.key: unit for organisation in self.organisations for unit in organisation.units}


# The files: which definition each holds, and under which heading a list stands in it.


class StatutesFile(Definition):
    statutes: tuple[Statute, ...]


class DeadlinesFile(Definition):
    deadlines: tuple[Deadline, ...]


class StagesFile(Definition):
    stages: tuple[Stage, ...]


class OrganisationKindsFile(Definition):
    organisation_kinds: tuple[OrganisationKind, ...]


class ServiceGroupsFile(Definition):
    service_groups: tuple[ServiceGroup, ...]


class CardsFile(Definition):
    cards: tuple[Card, ...]


class OrganisationsFile(Definition):
    organisations: tuple[Organisation, ...]


class StaffFile(Definition):
    staff: tuple[StaffMember, ...]


COMMON_FILES: dict[str, type[Definition]] = {
    "codes": Codes,
    "statutes": StatutesFile,
    "deadlines": DeadlinesFile,
    "stages": StagesFile,
    "organisation_kinds": OrganisationKindsFile,
    "service_groups": ServiceGroupsFile,
    "cards": CardsFile,
    "figure": Figure,
}
REGION_FILES: dict[str, type[Definition]] = {
    "region": RegionInfo,
    "organisations": OrganisationsFile,
    "model": ServiceModel,
    "demo-staff": StaffFile,
}
