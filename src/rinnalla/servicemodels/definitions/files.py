"""The files of `regions/`: which definition each holds, and the whole of the common ones and of a region."""

from rinnalla.servicemodels.definitions.base import Definition, Guide
from rinnalla.servicemodels.definitions.catalogue import Benefit, Card, Figure, ServiceGroup
from rinnalla.servicemodels.definitions.codes import Codes
from rinnalla.servicemodels.definitions.feedback import Feedback
from rinnalla.servicemodels.definitions.forms import Form
from rinnalla.servicemodels.definitions.handbook import Concept, Handbook, Instrument
from rinnalla.servicemodels.definitions.indicators import Indicator
from rinnalla.servicemodels.definitions.law import DataPurpose, Deadline, OrganisationKind, Stage, Statute
from rinnalla.servicemodels.definitions.model import ServiceModel
from rinnalla.servicemodels.definitions.networks import Programme
from rinnalla.servicemodels.definitions.occupations import Occupation, OccupationsFile, Skill, SkillsFile
from rinnalla.servicemodels.definitions.quality import QualityFile
from rinnalla.servicemodels.definitions.region import (
    DemoWorld,
    MailDomains,
    Organisation,
    OrganisationUnit,
    RegionInfo,
    StaffMember,
)
from rinnalla.servicemodels.definitions.retention import Retention
from rinnalla.servicemodels.definitions.rules import Fact, Segment, TargetGroup
from rinnalla.servicemodels.definitions.supports import WorkSupport, WorkSupportsFile
from rinnalla.servicemodels.definitions.toolkit import EmployerToolkitFile, ToolkitPart
from rinnalla.servicemodels.definitions.watch import Watch


class Common(Definition):
    """Everything under `regions/common/`."""

    codes: Codes
    statutes: tuple[Statute, ...]
    data_purposes: tuple[DataPurpose, ...]
    deadlines: tuple[Deadline, ...]
    stages: tuple[Stage, ...]
    organisation_kinds: tuple[OrganisationKind, ...]
    service_groups: tuple[ServiceGroup, ...]
    cards: tuple[Card, ...]
    benefits: tuple[Benefit, ...]
    figure: Figure
    facts: tuple[Fact, ...]
    forms: tuple[Form, ...]
    segments: tuple[Segment, ...]
    guides: tuple[Guide, ...]
    target_groups: tuple[TargetGroup, ...]
    handbook: Handbook
    instruments: tuple[Instrument, ...]
    concepts: tuple[Concept, ...]
    programmes: tuple[Programme, ...]
    indicators: tuple[Indicator, ...]
    feedback: Feedback
    mail_domains: MailDomains
    retention: Retention
    employer_toolkit: tuple[ToolkitPart, ...]
    work_supports: tuple[WorkSupport, ...]
    quality_criteria: QualityFile
    watch: Watch
    occupations: tuple[Occupation, ...]
    skills: tuple[Skill, ...]


class RegionDefinition(Definition):
    """Everything under `regions/<region>/`."""

    info: RegionInfo
    organisations: tuple[Organisation, ...]
    model: ServiceModel
    staff: tuple[StaffMember, ...] = ()
    demo: DemoWorld = DemoWorld()

    @property
    def units(self) -> dict[str, OrganisationUnit]:
        """Every unit of the region by key."""
        return {unit.key: unit for organisation in self.organisations for unit in organisation.units}


# The files: which definition each holds, and under which heading a list stands in it.


class StatutesFile(Definition):
    statutes: tuple[Statute, ...]


class DataPurposesFile(Definition):
    data_purposes: tuple[DataPurpose, ...]


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


class BenefitsFile(Definition):
    benefits: tuple[Benefit, ...]


class FactsFile(Definition):
    facts: tuple[Fact, ...]


class FormsFile(Definition):
    forms: tuple[Form, ...]


class SegmentsFile(Definition):
    segments: tuple[Segment, ...]


class GuidesFile(Definition):
    guides: tuple[Guide, ...]


class TargetGroupsFile(Definition):
    target_groups: tuple[TargetGroup, ...]


class InstrumentsFile(Definition):
    instruments: tuple[Instrument, ...]


class ConceptsFile(Definition):
    concepts: tuple[Concept, ...]


class ProgrammesFile(Definition):
    programmes: tuple[Programme, ...]


class IndicatorsFile(Definition):
    indicators: tuple[Indicator, ...]


class OrganisationsFile(Definition):
    organisations: tuple[Organisation, ...]


class StaffFile(Definition):
    world: DemoWorld = DemoWorld()
    staff: tuple[StaffMember, ...]


COMMON_FILES: dict[str, type[Definition]] = {
    "codes": Codes,
    "statutes": StatutesFile,
    "data_purposes": DataPurposesFile,
    "deadlines": DeadlinesFile,
    "stages": StagesFile,
    "organisation_kinds": OrganisationKindsFile,
    "service_groups": ServiceGroupsFile,
    "cards": CardsFile,
    "benefits": BenefitsFile,
    "figure": Figure,
    "facts": FactsFile,
    "forms": FormsFile,
    "segments": SegmentsFile,
    "guides": GuidesFile,
    "target_groups": TargetGroupsFile,
    "handbook": Handbook,
    "instruments": InstrumentsFile,
    "concepts": ConceptsFile,
    "programmes": ProgrammesFile,
    "indicators": IndicatorsFile,
    "feedback": Feedback,
    "mail_domains": MailDomains,
    "retention": Retention,
    "employer_toolkit": EmployerToolkitFile,
    "work_supports": WorkSupportsFile,
    "quality_criteria": QualityFile,
    "watch": Watch,
    "occupations": OccupationsFile,
    "skills": SkillsFile,
}
REGION_FILES: dict[str, type[Definition]] = {
    "region": RegionInfo,
    "organisations": OrganisationsFile,
    "model": ServiceModel,
    "demo-staff": StaffFile,
}
