"""What the records of a published project say. Unknown words are refused: what nobody reads would prove nothing."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rinnalla.servicemodels.yamlfile import read

FOLDER = Path(__file__).parent / "records"
Id = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Worker(Shape):
    id: Id
    task: str
    profession: str
    municipality: str = ""  # its code
    background: str = ""


class Pilot(Shape):
    """A service tried out; clients are counted by their services, from the file's own records."""

    name: str
    card: str
    target: int
    starts_on: date
    ends_on: date
    need: str


class Project(Shape):
    name: str
    funder: str
    starts_on: date
    ends_on: date
    aims: str
    budget_eur: Decimal | None = None
    need_words: str = ""
    need_source: str = ""
    staff: tuple[Worker, ...] = ()
    pilots: tuple[Pilot, ...] = ()


class Contact(Shape):
    """A meeting or an event, planned two weeks before its day, and held on it."""

    id: Id
    kind: str
    title: str
    theme: str
    audience: str
    on: date
    partner: str
    role: str = "takes_part"
    came: int = 8


class Partnership(Shape):
    id: Id
    name: str
    theme: str
    starts_on: date
    plan: str
    members: tuple[str, ...]
    chair_months: int


class Contract(Shape):
    id: Id
    name: str
    provider: str  # the key of the organisation
    category: str
    card: str
    from_on: date
    to_on: date
    funding: str = ""
    bonus: tuple[str, ...] = ()  # the agreed criteria
    forecast: dict[int, int] = Field(default_factory=dict)  # year → per cent
    extra_lot: str = ""


class Cost(Shape):
    id: Id
    kind: str
    on: date
    what: str
    amount: Decimal


class Appropriation(Shape):
    name: str
    year: int
    amount: Decimal
    costs: tuple[Cost, ...]


class Seen(Shape):
    channel: str
    on: date
    impressions: int


class Campaign(Shape):
    id: Id
    title: str
    topic: str
    published_on: date
    audiences: tuple[str, ...]
    seen: tuple[Seen, ...]


class Snapshot(Shape):
    """Statistics of outside as they were told on a day."""

    id: Id
    what: str
    on: date
    definition: str
    source: str
    rows: dict[str, int]


class Job(Shape):
    kind: str
    on: date


class Coaching(Shape):
    type: str
    from_on: date
    jobs: tuple[Job, ...] = ()


class Result(Shape):
    instrument: str
    on: date
    scores: dict[str, float] = Field(default_factory=dict)
    features: dict[str, tuple[int, int]] = Field(default_factory=dict)


class Bought(Shape):
    """The client's place in what was bought."""

    contract: Id
    from_on: date
    target: bool = True
    bonus: bool = False
    diagnosis: bool | None = None
    lot: bool = False  # in the contract's extra lot


class Client(Shape):
    """One client, from the day the case was opened; the rest happened or did not."""

    id: Id
    came_on: date
    motivation: int | None = None
    project: bool = False
    coaching: Coaching | None = None
    satisfaction: int | None = None
    results: tuple[Result, ...] = ()
    bought: tuple[Bought, ...] = ()
    pilot: str = ""  # the pilot's card, whose service began when the client came
    plans: tuple[date, ...] = ()
    named_on: date | None = None


class Contacted(Shape):
    """Somebody the project's people contacted, without a client record. `client`: who joined as that client."""

    id: Id
    on: tuple[date, ...]
    client: Id | None = None
    reason: str = ""


class Guided(Shape):
    """A referral to a work-ability assessment."""

    id: Id
    on: date
    sender: str  # the kind of the sending body


class Records(Shape):
    region: str
    organisations: tuple[str, ...]  # who has an agreement of that time
    partners: dict[str, str] = Field(default_factory=dict)  # name → kind
    project: Project
    contacts: tuple[Contact, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    contracts: tuple[Contract, ...] = ()
    appropriations: tuple[Appropriation, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    clients: tuple[Client, ...] = ()
    contacted: tuple[Contacted, ...] = ()
    guided: tuple[Guided, ...] = ()


def records(folder: Path = FOLDER) -> list[Records]:
    """Every file's records. Raises ValueError with the file, the place and what would be right."""
    return [_checked(one) for one in sorted(folder.glob("*.yaml"))]


def _checked(path: Path) -> Records:
    told = read(path)
    if told.faults:
        raise ValueError(f"{path.name}: {told.faults[0]}")
    return Records.model_validate(told.data)
