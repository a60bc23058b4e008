"""`<region>/region.yaml`, `organisations.yaml` and `demo-staff.yaml`: who the region is."""

from datetime import date
from typing import Literal

from pydantic import Field

from rinnalla.servicemodels.definitions.base import (
    Dated,
    Definition,
    Domain,
    Key,
    Language,
    Line,
    MunicipalityCode,
    Name,
    Phone,
    RegionKey,
    RoleKey,
    Text,
    Username,
)


class Municipality(Dated):
    """A municipality with its official three-digit code."""

    code: MunicipalityCode
    names: Name


class WorkDomain(Dated):
    """A domain whose addresses are work addresses of a known body: from there an answer may be asked by a link.

    `kind` is the body's kind of organisation: on it rests whether the law lets it be told anything.
    """

    domain: Domain
    names: Name
    kind: Key


class MailDomains(Definition):
    """`common/mail_domains.yaml`: the national work domains, and free mail, which proves no work place."""

    work: tuple[WorkDomain, ...]
    free: tuple[Domain, ...] = Field(min_length=1)


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
    """A unit that people work in and that referrals can be sent to. `kind` is a code of `unit_kinds` (T-37)."""

    key: Key
    kind: Key | None = None
    names: Name
    phone: Phone
    hours: Text
    municipalities: tuple[MunicipalityCode, ...] = Field(min_length=1)
    takes_referrals: bool = False
    default_intake: bool = False
    roles: tuple[RoleKey, ...] = ()


class Organisation(Dated):
    """A body of the region. A national one has the same key and names in every region. `names_staff`: clients read its
    workers' names in the log of who has looked; without it their role alone (CJEU C-579/21)."""

    key: Key
    kind: Key
    names: Name
    national: bool = False
    names_staff: bool = True
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


class DemoWorld(Definition):
    """What the invented population of the demo is like here, and which stories of the pictures are told in it."""

    swedish_share: float = Field(default=0.06, ge=0, le=1)
    other_share: float = Field(default=0.1, ge=0, le=1)
    stories: tuple[Key, ...] = ()
