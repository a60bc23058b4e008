"""What the handbook says to a reader: the common text or the region's own, its versions, and the state of a method."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rinnalla.access.actor import Actor
from rinnalla.access.roles import ROLES
from rinnalla.lib import dates
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Organisation
from rinnalla.servicemodels import codes
from rinnalla.servicemodels import definitions as d
from rinnalla.servicemodels.handbook.models import CHAPTER, INSTRUMENT, MODEL, LocalText, MethodStatus, ModelAdoption

Thing = d.OperatingModel | d.Chapter | d.Instrument
COMMON, OWN = "common", "own"


@dataclass(frozen=True)
class Version:
    """One version of a text. `name` stands in its address; `own` is the region's wording."""

    name: str
    title: str
    since: date
    paragraphs: list[str]
    own: bool
    why: str = ""
    by: str = ""


@dataclass(frozen=True)
class State:
    """What a method has been from a day on, and why. `own`: said by the region."""

    status: str
    since: date
    reason: str
    own: bool = False

    @property
    def name(self) -> str:
        return status_name(self.status)


def things(about: str) -> Sequence[Thing]:
    """The models, chapters or instruments of the common files."""
    common = codes.common()
    return {MODEL: common.handbook.operating_models, CHAPTER: common.handbook.chapters,
            INSTRUMENT: common.instruments}[about]


def thing(about: str, key: str) -> Thing:
    """The one with a key. Raises LookupError."""
    found = next((one for one in things(about) if one.key == key), None)
    if found is None:
        raise LookupError(key)
    return found


def names(one: Thing) -> str:
    return one.names.in_language


def versions(about: str, key: str, region_id: int | None) -> list[Version]:
    """Every version of a text, the newest first: the region's own ones, then the common ones."""
    own = [
        Version(
            f"{OWN}-{row.number}", _("Oma versio %(number)s") % {"number": row.number},
            row.made_at.astimezone(dates.HELSINKI).date(), _paragraphs(in_language(row.texts)), True,
            row.why, row.made_by.name if row.made_by else "",
        )
        for row in LocalText.objects.of(region_id, about, key).select_related("made_by")
    ]
    told = thing(about, key)
    common = [
        Version(f"{COMMON}-{one.version}", _("Yhteinen versio %(number)s") % {"number": one.version}, one.since,
                _paragraphs(one.text.in_language), False)
        for one in reversed(getattr(told, "versions", ())) if one.since <= dates.today()
    ]
    return [*own, *common]


def history(about: str, key: str, region_id: int | None) -> list[State]:
    """What a method has been, the first first: what is common to the country, then what the region has said."""
    told = thing(about, key)
    if isinstance(told, d.Chapter):
        raise LookupError(f"a chapter has no status: {key}")
    common = [State(one.status, one.since, one.reason.in_language) for one in told.history]
    rows = MethodStatus.objects.filter(region_id=region_id, about=about, key=key).order_by("since", "pk")
    return [*common, *(State(row.status, row.since, row.reason, True) for row in rows)]


def states(about: str, region_id: int | None) -> dict[str, State]:
    """What each method is now, by its key, in one query."""
    found = {one.key: State(one.history[-1].status, one.history[-1].since,
                            one.history[-1].reason.in_language)
             for one in things(about) if not isinstance(one, d.Chapter)}
    rows = MethodStatus.objects.filter(region_id=region_id, about=about).order_by("since", "pk")
    found |= {row.key: State(row.status, row.since, row.reason, True) for row in rows if row.key in found}
    return found


def status_name(status: str) -> str:
    return {"trial": _("Kokeilussa"), "adopted": _("Käytössä"), "retired": _("Poistunut")}[status]


def degree_name(degree: str) -> str:
    """How far a model is in use, in words; "" when nobody has said."""
    return {"not": _("Ei käytössä"), "partly": _("Osittain"), "fully": _("Kokonaan"), "": _("Ei kerrottu")}[degree]


def owner_of(model: d.OperatingModel) -> str:
    """Who keeps the text right: the kind of body and the role, in words."""
    kind = codes.code_name("organisation_kinds", model.owner.kind)
    return f"{kind}, {str(ROLES[model.owner.role].name).lower()}"


# How far models are in use -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Use:
    """One organisation's word of one model; degree "" when it has said nothing."""

    key: str
    degree: str
    since: date | None = None
    note: str = ""

    @property
    def name(self) -> str:
        return degree_name(self.degree)


def matrix(actor: Actor) -> list[tuple[Organisation, list[Use]]]:
    """Each organisation of the reader's region with its word of each model, in the order of the models (T-49)."""
    said = {(row.organisation_id, row.key): row for row in ModelAdoption.objects.visible_to(actor).latest()}
    keys = [one.key for one in things(MODEL)]
    bodies = sorted(Organisation.objects.filter(region_id=actor.region_id), key=lambda one: one.name)
    return [(body, [_use(key, said.get((body.pk, key))) for key in keys]) for body in bodies]


def counts(rows: list[tuple[Organisation, list[Use]]], key: str) -> list[tuple[str, int]]:
    """How many organisations use a model fully, partly, not, or have not said; each in words."""
    number = Counter(use.degree for _body, uses in rows for use in uses if use.key == key)
    return [(degree_name(degree), number[degree]) for degree in ("fully", "partly", "not", "")]


def _use(key: str, row: ModelAdoption | None) -> Use:
    return Use(key, row.degree, row.since, row.note) if row else Use(key, "")


# What the region's model tells ----------------------------------------------------------------------------------------


def own_model(region_id: int | None) -> d.ServiceModel | None:
    """The region's model in force, None where none is published."""
    found = codes.published(codes.of_region(region_id)) if region_id else None
    return found.model if found else None


def core_set(region: codes.Whose, stage: str) -> list[str]:
    """The instruments chosen from first in a stage: the region's own core set, else the common one (T-50)."""
    model = codes.published(region)
    own = next((one for one in model.model.core_sets if one.stage == stage), None) if model else None
    return list(own.instruments) if own else [one.key for one in codes.common().instruments if stage in one.core_in]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
