"""Code lists, deadlines, grounds and stages: what the common files and a region's published model say.

What concerns a case is asked with `of_case(case)`: the version the case runs on, not the one in force (I-10).
Everything is cached; a page may ask as often as it likes.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Protocol, cast

from django.conf import settings

from rinnalla.lib import dates
from rinnalla.lib.texts import in_language
from rinnalla.organisations.models import Region
from rinnalla.servicemodels import definitions
from rinnalla.servicemodels.faults import listing, nearest
from rinnalla.servicemodels.loading import dated, load_common, value_of

KEPT_SECONDS = 60  # how long another process may still read the model that was published before
_published: dict[int, tuple[float, int | None]] = {}  # the version in force by region, and when it was asked
_versions: dict[int, definitions.RegionDefinition] = {}  # published versions by id: they never change


class Follows(Protocol):
    """What runs on a version of a service model: a case. `service_model_id` is None where the region had none."""

    service_model_id: Any
    region_id: Any


@dataclass(frozen=True)
class Pinned:
    """The version that one case runs on: stands in a region's place wherever codes, deadlines or stages are asked."""

    model_id: int | None
    region_id: int


Whose = Region | Pinned | None


def of_case(case: Follows) -> Pinned:
    """The version a case runs on, for every question about that case: `due(of_case(case), "naming")`."""
    return Pinned(case.service_model_id, case.region_id)


@dataclass(frozen=True)
class Code:
    """One value of a code list with its name on the asked day. `definition` has what this list alone holds (statute,
    ticks, field_group, proposes, alerts, next_owner_required, warning …); `counts_as` is the national key (I-13)."""

    key: str
    names: dict[str, str]
    counts_as: str
    definition: Any

    @property
    def name(self) -> str:
        return in_language(self.names)


@dataclass(frozen=True)
class Stage:
    """A stage of a region's path: its names, what the client is told, and the prompt for professionals (V-95)."""

    key: str
    names: dict[str, str]
    client_names: dict[str, str]
    prompt: dict[str, str]

    @property
    def name(self) -> str:
        return in_language(self.names)


def of_region(region_id: int) -> Pinned:
    """The version in force in a region, by the region's id."""
    return Pinned(None, region_id)


# Reading


def code_list(name: str, on: date | None = None, region: Whose = None) -> list[Code]:
    """The codes of a list that are in force on a day (today), in the list's order; the region's own ones after them.

    `name` is a heading of `regions/common/codes.yaml` (decline_reasons, life_areas …), or statutes, organisation_kinds,
    stages, service_groups, cards, benefits, occupations or skills. Raises LookupError with the nearest right name.
    """
    day = on or dates.today()
    own = _local(name, region)
    return [_code(one, day) for one in (*_common_list(name), *own) if holds(one, day)]


def code_name(name: str, key: str, on: date | None = None, region: Whose = None) -> str:
    """The name of a code in the reader's language; also of one that is no longer in force. An unknown key is its own
    name, so that an old row can always be read."""
    day = on or dates.today()
    own = _local(name, region)
    found = next((one for one in (*_common_list(name), *own) if one.key == key), None)
    return _code(found, day).name if found else key


def code(name: str, key: str, on: date | None = None, region: Whose = None) -> Code | None:
    """The code in force with this key, or None: what a form's choice means."""
    return next((one for one in code_list(name, on, region) if one.key == key), None)


def national_key(name: str, key: str, region: Whose) -> str:
    """The national code a code adds up under, its own key when it is one: what every figure counts by (I-13). Also of a
    code that is no longer in force."""
    return next((one.counts_as for one in _local(name, region) if one.key == key), key)


def deadline(region: Whose, name: str, on: date | None = None) -> int:
    """The number of a deadline or limit on a day: the region's own, else the common one. Its unit stands in
    `deadline_value`; for a day use `due`. Raises LookupError."""
    return deadline_value(region, name, on).value


def deadline_value(region: Whose, name: str, on: date | None = None) -> definitions.Value:
    """The deadline with its unit and statute. Raises LookupError for a name that is not in `deadlines.yaml`."""
    found = value_of(name, on or dates.today(), common(), published(region))
    if found is None:
        raise LookupError(_unknown(name, [one.key for one in common().deadlines]))
    return found


def due(region: Whose, name: str, start: date | None = None) -> date:
    """The day a deadline that begins on `start` (today) ends, in the deadline's own unit (Act 150/1930)."""
    day = start or dates.today()
    return day_of(deadline_value(region, name, day), day, name)


def day_of(value: definitions.Value, start: date, name: str = "") -> date:
    """The day on which a time that begins on `start` ends. Raises LookupError for a unit that gives no day."""
    steps = {
        "days": lambda: start + timedelta(days=value.value),
        "working_days": lambda: dates.add_working_days(start, value.value),
        "weeks": lambda: dates.add_weeks(start, value.value),
        "months": lambda: dates.add_months(start, value.value),
        "years": lambda: dates.add_months(start, 12 * value.value),
    }
    if value.unit not in steps:
        raise LookupError(f"{name or 'a time'} is counted in {value.unit}, it gives no day")
    return steps[value.unit]()


def ground_for(organisation_kind: str, on: date | None = None) -> str | None:
    """The statute that lets a body of this kind see the client's data without consent on a day; None when the
    client's consent is needed. Raises LookupError for an unknown kind."""
    kinds = {kind.key: kind for kind in common().organisation_kinds}
    if organisation_kind not in kinds:
        raise LookupError(_unknown(organisation_kind, list(kinds)))
    sender = kinds[organisation_kind].sender_kind
    ground = ground_of_sender(sender, on) if sender else None
    between = next((one.between for one in common().statutes if one.key == ground), ())
    return ground if organisation_kind in between else None


def consent_kind(organisation_kind: str, on: date | None = None) -> str:
    """The kind of consent a body of this kind asks for on a day: one made for it alone, `kela_y100` for Kela (L-84),
    else the plain `consent`."""
    permissions = (one for one in common().statutes if one.kind == "permission" and one.between == (organisation_kind,))
    return next((one.key for one in permissions if holds(one, on or dates.today())), "consent")


def needs_customership(statute: str, organisation_kind: str) -> bool:
    """Whether the statute opens a case to a body of this kind only while the client is a customer of multi-agency
    support (381/2023 § 4: Kela is a party to a customership)."""
    found = next((one for one in common().statutes if one.key == statute), None)
    return found is not None and organisation_kind in found.customership_for


def statute_words(key: str) -> str:
    """A statute as people refer to it: its name with number and section; of a permission its name alone."""
    found = next((one for one in common().statutes if one.key == key), None)
    if found is None:
        return key
    reference = " ".join(one for one in (found.act, found.section) if one)
    return f"{found.names.in_language} ({reference})" if reference else found.names.in_language


def consent_name(kind: str) -> str:
    """What a kind of consent is called, in the reader's language."""
    return next((one.names.in_language for one in common().statutes if one.key == kind), kind)


def ground_of_sender(sender_kind: str, on: date | None = None) -> str | None:
    """The statute that lets a sender (V-31…V-40) refer without consent on a day, or None. Raises LookupError."""
    senders = {one.key: one for one in common().codes.sender_kinds}
    if sender_kind not in senders:
        raise LookupError(_unknown(sender_kind, list(senders)))
    statute = next((one for one in common().statutes if one.key == senders[sender_kind].statute), None)
    return statute.key if statute and holds(statute, on or dates.today()) else None


def stages(region: Whose) -> list[Stage]:
    """The stages of a region's path in order, in the region's own words where it has them."""
    own = _own_stages(region)
    return [_stage(one, own.get(one.key)) for one in common().stages if not own or one.key in own]


def stage_of(region: Whose, key: str) -> Stage | None:
    """One stage; also one that the version does not have, in the common words."""
    return next((_stage(one, _own_stages(region).get(key)) for one in common().stages if one.key == key), None)


def stage_name(region: Whose, key: str) -> str:
    """The name of a stage in the reader's language; quick, for every row of a list."""
    own = _own_stages(region).get(key)
    found = own and own.names or next((one.names for one in common().stages if one.key == key), None)
    return in_language(_names(found)) if found else key


def layer_name(region: Whose, level: int) -> str:
    """The name of a layer of support in the reader's language; "" where the region has no such layer (L-08)."""
    model = published(region)
    found = next((one for one in model.model.support_layers if one.level == level), None) if model else None
    return found.names.in_language if found else ""


def team_of(region: Whose, unit_key: str) -> definitions.TeamTemplate | None:
    """The team template of a unit, else the region's first one; None where no model is in force (T-40, I-21)."""
    model = published(region)
    teams = model.model.teams if model else ()
    return next((one for one in teams if one.unit == unit_key), teams[0] if teams else None)


def missing_roles(region: Whose, unit_key: str, present: Iterable[str]) -> list[str]:
    """The roles a unit's team needs and nobody present has, in the template's order (V-109)."""
    team, here = team_of(region, unit_key), set(present)
    return [role for role in team.required_roles if role not in here] if team else []


def _own_stages(region: Whose) -> dict[str, definitions.RegionStage]:
    model = published(region)
    return {one.key: one for one in model.model.stages} if model else {}


def _stage(one: definitions.Stage, own: definitions.RegionStage | None) -> Stage:
    return Stage(
        key=one.key,
        client_names=_names(one.client_names),
        names=_names(own and own.names or one.names),
        prompt=_names(own and own.prompt or one.prompt),
    )


# Sources


@lru_cache(maxsize=1)
def common() -> definitions.Common:
    """The common definitions of this release, read once."""
    return load_common(settings.REGIONS_DIR / "common")


def published(region: Whose) -> definitions.RegionDefinition | None:
    """The region's published definition in force, or the one a case runs on; None when nothing is published."""
    if region is None:
        return None
    pinned = region.model_id if isinstance(region, Pinned) else None
    model_id = pinned or in_force_id(region.region_id if isinstance(region, Pinned) else region.pk)
    return version(model_id) if model_id else None


def in_force_id(region_id: int) -> int | None:
    """The id of the region's version in force, None when nothing is published."""
    from rinnalla.servicemodels.models import ServiceModel

    read_at, model_id = _published.get(region_id, (0.0, None))
    if not read_at or time.monotonic() - read_at > KEPT_SECONDS:
        rows = ServiceModel.objects.in_force().filter(region_id=region_id)
        model_id = rows.values_list("pk", flat=True).first()
        _published[region_id] = (time.monotonic(), model_id)
    return model_id


def version(model_id: int) -> definitions.RegionDefinition:
    """The definition of a published version, whichever it is. Raises ServiceModel.DoesNotExist, also for a draft."""
    from rinnalla.servicemodels.models import ServiceModel

    if model_id not in _versions:
        row = ServiceModel.objects.only("content").get(pk=model_id, published_at__isnull=False)
        _versions[model_id] = definitions.RegionDefinition.model_validate(row.content)
    return _versions[model_id]


def forget() -> None:
    """Read the published models again at the next asking: after a publication, and between tests."""
    _published.clear()
    _versions.clear()


def _common_list(name: str) -> Sequence[Any]:
    base = common()
    if name in definitions.Codes.model_fields:
        return cast(Sequence[Any], getattr(base.codes, name))
    others = (
        "statutes", "organisation_kinds", "stages", "service_groups", "cards", "benefits", "occupations", "skills",
    )
    if name in others:
        return cast(Sequence[Any], getattr(base, name))
    raise LookupError(_unknown(name, [*definitions.Codes.model_fields, *others]))


def _local(name: str, region: Whose) -> Sequence[Any]:
    model = published(region)
    return getattr(model.model.codes, name, ()) if model else ()


def _code(one: Any, day: date) -> Code:
    past = sorted((p for p in getattr(one, "past_names", ()) if day <= p.valid_to), key=lambda p: p.valid_to)
    names = past[0].names if past else one.names
    return Code(one.key, _names(names), getattr(one, "counts_as", one.key), one)


def holds(one: Any, day: date) -> bool:
    """Whether something of the definitions is in force on a day; what has no dates always is."""
    return not isinstance(one, definitions.Dated) or dated([one], day) is not None


def _names(names: definitions.Text | definitions.Name) -> dict[str, str]:
    return names.model_dump(exclude_none=True)


def _unknown(name: str, names: list[str]) -> str:
    return f"{name} is not among {listing(names, 40)}; nearest: {nearest(name, names)}"
