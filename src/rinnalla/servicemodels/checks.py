"""What no single definition can see: names that must exist, keys that must differ, periods, the intake."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from rinnalla.servicemodels.definitions import (
    Agreement,
    Codes,
    Common,
    Dated,
    LocalCodes,
    RegionDefinition,
)
from rinnalla.servicemodels.faults import Fault, listing, nearest
from rinnalla.servicemodels.yamlfile import Place, YamlFile

Files = dict[str, YamlFile]
Period = Dated | Agreement


def of_common(common: Common, files: Files) -> Iterator[Fault]:
    """Every fault of the common definitions that spans fields or files."""
    for name in Codes.model_fields:
        yield from _keys(files["codes"], (name,), getattr(common.codes, name))
    for name in ("statutes", "deadlines", "stages", "organisation_kinds", "service_groups", "cards"):
        yield from _keys(files[name], (name,), getattr(common, name))
    for file in files.values():
        yield from _periods(file)
    for number, deadline in enumerate(common.deadlines):
        yield from _values(files["deadlines"], ("deadlines", number, "values"), deadline.values)
    yield from _common_names(common, files)
    yield from _figure_names(common, files["figure"])
    yield from _bullets(common, files)


def of_region(region: RegionDefinition, common: Common, files: Files, *, folder: str) -> Iterator[Fault]:
    """Every fault of a region that spans fields or files."""
    if region.info.key != folder:
        yield files["region"].fault("wrong_folder", ("key",), key=region.info.key, expected=folder)
    for file in files.values():
        yield from _periods(file)
    yield from _region_keys(region, files)
    yield from _region_names(region, common, files)
    yield from _model_names(region, common, files["model"])
    yield from _local_codes(region.model.codes, common, files["model"])
    yield from _intake(region, files)


def between_regions(loaded: dict[str, tuple[RegionDefinition, Files]]) -> Iterator[Fault]:
    """User names and unit keys must differ over all regions."""
    users: dict[str, str] = {}
    units: dict[str, str] = {}
    for key, (region, files) in loaded.items():
        for number, member in enumerate(region.staff):
            if users.setdefault(member.username, key) != key:
                place: Place = ("staff", number, "username")
                yield files["demo-staff"].fault("same_key", place, key=member.username, first=users[member.username])
        for place, unit in _units(region):
            if units.setdefault(unit.key, key) != key:
                yield files["organisations"].fault("same_key", (*place, "key"), key=unit.key, first=units[unit.key])


# --- common ---------------------------------------------------------------------------------------------------


def _common_names(common: Common, files: Files) -> Iterator[Fault]:
    statutes = [s.key for s in common.statutes]
    kinds = [k.key for k in common.organisation_kinds]
    stages = [s.key for s in common.stages]
    senders = [s.key for s in common.codes.sender_kinds]
    codes, cards = files["codes"], files["cards"]
    for n, sender in enumerate(common.codes.sender_kinds):
        yield from _known(codes, ("sender_kinds", n, "statute"), sender.statute, statutes)
        labels = [label.key for label in common.codes.authority_labels]
        yield from _known(codes, ("sender_kinds", n, "shown_as"), sender.shown_as, labels)
    for n, criterion in enumerate(common.codes.criteria):
        yield from _known(codes, ("criteria", n, "proposes"), criterion.proposes, [c.key for c in common.cards])
    for n, statute in enumerate(common.statutes):
        yield from _each_known(files["statutes"], ("statutes", n, "between"), statute.between, kinds)
    for n, kind in enumerate(common.organisation_kinds):
        place = ("organisation_kinds", n, "sender_kind")
        yield from _known(files["organisation_kinds"], place, kind.sender_kind, senders)
    for n, deadline in enumerate(common.deadlines):
        for m, value in enumerate(deadline.values):
            yield from _known(files["deadlines"], ("deadlines", n, "values", m, "statute"), value.statute, statutes)
    for n, group in enumerate(common.service_groups):
        yield from _known(files["service_groups"], ("service_groups", n, "stage"), group.stage, stages)
    subgroups = {g.key: [s.key for s in g.subgroups] for g in common.service_groups}
    for n, card in enumerate(common.cards):
        yield from _known(cards, ("cards", n, "group"), card.group, list(subgroups))
        yield from _known(cards, ("cards", n, "subgroup"), card.subgroup, subgroups.get(card.group, [card.subgroup]))
        yield from _known(cards, ("cards", n, "stage"), card.stage, stages)
        yield from _each_known(cards, ("cards", n, "organisers"), card.organisers, kinds)
        yield from _each_known(cards, ("cards", n, "statutes"), card.statutes, statutes)


def _figure_names(common: Common, file: YamlFile) -> Iterator[Fault]:
    populations = [p.key for p in common.codes.entry_populations]
    kinds = [s.key for s in common.codes.sender_kinds]
    yield from _each_known(file, ("populations",), common.figure.populations, populations)
    for n, sender in enumerate(common.figure.senders):
        yield from _each_known(file, ("senders", n, "kinds"), sender.kinds, kinds)


def _bullets(common: Common, files: Files) -> Iterator[Fault]:
    """The catalogue holds every bullet of the figure, and no other (V-26)."""
    for n, group in enumerate(common.service_groups):
        for m, subgroup in enumerate(group.subgroups):
            found = {c.bullet for c in common.cards if (c.group, c.subgroup) == (group.key, subgroup.key)}
            if len(found) != subgroup.bullets:
                place = ("service_groups", n, "subgroups", m, "bullets")
                yield files["service_groups"].fault(
                    "bullets", place, key=subgroup.key, count=len(found), expected=str(subgroup.bullets)
                )


# --- a region -------------------------------------------------------------------------------------------------


def _units(region: RegionDefinition) -> Iterator[tuple[Place, Any]]:
    for n, organisation in enumerate(region.organisations):
        for m, unit in enumerate(organisation.units):
            yield ("organisations", n, "units", m), unit


def _region_keys(region: RegionDefinition, files: Files) -> Iterator[Fault]:
    yield from _keys(files["organisations"], ("organisations",), region.organisations)
    yield from _same(files["organisations"], [((*place, "key"), unit.key) for place, unit in _units(region)])
    for name in ("stages", "deadlines", "teams", "path_templates", "eligibility"):
        yield from _keys(files["model"], (name,), getattr(region.model, name))
    for n, template in enumerate(region.model.path_templates):
        yield from _keys(files["model"], ("path_templates", n, "steps"), template.steps)
    offered = [(("offers", n, "card"), offer.card) for n, offer in enumerate(region.model.offers)]
    yield from _same(files["model"], offered)
    codes = [(("municipalities", n, "code"), m.code) for n, m in enumerate(region.info.municipalities)]
    yield from _same(files["region"], codes)
    if "demo-staff" in files:
        yield from _same(
            files["demo-staff"], [(("staff", n, "username"), s.username) for n, s in enumerate(region.staff)]
        )


def _region_names(region: RegionDefinition, common: Common, files: Files) -> Iterator[Fault]:
    kinds = [k.key for k in common.organisation_kinds]
    codes = [m.code for m in region.info.municipalities]
    units = list(region.units)
    for n, organisation in enumerate(region.organisations):
        yield from _known(files["organisations"], ("organisations", n, "kind"), organisation.kind, kinds)
        yield from _values(files["organisations"], ("organisations", n, "agreements"), organisation.agreements)
    for place, unit in _units(region):
        yield from _each_known(files["organisations"], (*place, "municipalities"), unit.municipalities, codes)
    yield from _known(files["region"], ("import_account", "unit"), region.info.import_account.unit, units)
    for n, member in enumerate(region.staff):
        yield from _known(files["demo-staff"], ("staff", n, "unit"), member.unit, units)


def _model_names(region: RegionDefinition, common: Common, file: YamlFile) -> Iterator[Fault]:
    model = region.model
    stages, cards = [s.key for s in common.stages], [c.key for c in common.cards]
    facts, codes = [f.key for f in common.codes.eligibility_facts], [m.code for m in region.info.municipalities]
    units, own_stages = list(region.units), [s.key for s in region.model.stages]
    statutes = [s.key for s in common.statutes]
    for n, stage in enumerate(model.stages):
        yield from _known(file, ("stages", n, "key"), stage.key, stages)
    yield from _stage_order(own_stages, stages, file)
    for n, deadline in enumerate(model.deadlines):
        yield from _known(file, ("deadlines", n, "key"), deadline.key, [d.key for d in common.deadlines])
        yield from _values(file, ("deadlines", n, "values"), deadline.values)
        for m, value in enumerate(deadline.values):
            yield from _known(file, ("deadlines", n, "values", m, "statute"), value.statute, statutes)
    for name in ("teams", "support_layers", "offers"):
        for n, thing in enumerate(getattr(model, name)):
            yield from _known(file, (name, n, "unit"), thing.unit, units)
    for n, template in enumerate(model.path_templates):
        for m, step in enumerate(template.steps):
            place: Place = ("path_templates", n, "steps", m)
            yield from _known(file, (*place, "stage"), step.stage, own_stages)
            yield from _known(file, (*place, "card"), step.card, cards)
    for n, rule in enumerate(model.eligibility):
        yield from _each_known(file, ("eligibility", n, "cards"), rule.cards, cards)
        yield from _each_known(file, ("eligibility", n, "municipalities"), rule.municipalities, codes)
        yield from _each_known(file, ("eligibility", n, "all_of"), rule.all_of, facts)
        yield from _each_known(file, ("eligibility", n, "none_of"), rule.none_of, facts)
        yield from _known(file, ("eligibility", n, "otherwise"), rule.otherwise, cards)
    yield from _offers(region, common, file)


def _offers(region: RegionDefinition, common: Common, file: YamlFile) -> Iterator[Fault]:
    """An offered card exists, and the body that offers it is one the card names as organiser."""
    cards = {card.key: card for card in common.cards}
    kind_of = {unit.key: o.kind for o in region.organisations for unit in o.units}
    for n, offer in enumerate(region.model.offers):
        yield from _known(file, ("offers", n, "card"), offer.card, list(cards))
        card, kind = cards.get(offer.card), kind_of.get(offer.unit)
        if card and kind and kind not in card.organisers:
            place = ("offers", n, "unit")
            yield file.fault("not_organiser", place, kind=kind, card=card.key, expected=listing(card.organisers))


def _stage_order(own: list[str], common: list[str], file: YamlFile) -> Iterator[Fault]:
    """A region may leave a stage out, not turn the path around."""
    places = [common.index(key) for key in own if key in common]
    for n, (before, here) in enumerate(zip(places, places[1:], strict=False), start=1):
        if here < before:
            expected = listing([key for key in common if key in own])
            yield file.fault("stage_order", ("stages", n, "key"), key=common[here], expected=expected)


def _local_codes(local: LocalCodes, common: Common, file: YamlFile) -> Iterator[Fault]:
    """A local code is new, and adds up under a national one."""
    for name in LocalCodes.model_fields:
        national = [code.key for code in getattr(common.codes, name)]
        added = getattr(local, name)
        yield from _keys(file, ("codes", name), added)
        for n, code in enumerate(added):
            place: Place = ("codes", name, n)
            yield from _known(file, (*place, "counts_as"), code.counts_as, national)
            if code.key in national:
                yield file.fault("same_key", (*place, "key"), key=code.key, first="common/codes.yaml")


def _intake(region: RegionDefinition, files: Files) -> Iterator[Fault]:
    """Exactly one unit gets what nobody chose a unit for, and every municipality has a unit that takes referrals."""
    file = files["organisations"]
    default = [(place, unit) for place, unit in _units(region) if unit.default_intake]
    if len(default) != 1:
        place = (*default[1][0], "default_intake") if default else ("organisations",)
        yield file.fault("default_intake", place, count=len(default), expected="default_intake: true")
    for place, unit in default:
        if not unit.takes_referrals:
            yield file.fault(
                "default_refuses", (*place, "default_intake"), key=unit.key, expected="takes_referrals: true"
            )
    taken = {code for _place, unit in _units(region) if unit.takes_referrals for code in unit.municipalities}
    for n, municipality in enumerate(region.info.municipalities):
        if municipality.code not in taken:
            place = ("municipalities", n, "code")
            yield files["region"].fault(
                "municipality_open", place, municipality=municipality.code, expected="takes_referrals: true"
            )


# --- shared ---------------------------------------------------------------------------------------------------


def _known(file: YamlFile, place: Place, name: str | None, names: Sequence[str]) -> Iterator[Fault]:
    if name is not None and name not in names:
        yield file.fault("unknown_name", place, value=name, expected=listing(names), nearest=nearest(name, names))


def _each_known(file: YamlFile, place: Place, given: Iterable[str], names: Sequence[str]) -> Iterator[Fault]:
    for number, name in enumerate(given):
        yield from _known(file, (*place, number), name, names)


def _keys(file: YamlFile, place: Place, things: Sequence[Any]) -> Iterator[Fault]:
    yield from _same(file, [((*place, number, "key"), thing.key) for number, thing in enumerate(things)])


def _same(file: YamlFile, keys: Sequence[tuple[Place, str]]) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for place, key in keys:
        if key in first:
            yield file.fault("same_key", place, key=key, first=file.line(first[key]))
        first.setdefault(key, place)


def _values(file: YamlFile, place: Place, values: Sequence[Period]) -> Iterator[Fault]:
    """Dated values of one thing may not be in force at the same time."""
    order = sorted(range(len(values)), key=lambda n: values[n].valid_from or date.min)
    for before, here in zip(order, order[1:], strict=False):
        if (values[here].valid_from or date.min) <= (values[before].valid_to or date.max):
            yield file.fault("dates_overlap", (*place, here), first=_span(values[before]), second=_span(values[here]))


def _span(value: Period) -> str:
    return f"{value.valid_from or ''}–{value.valid_to or ''}"


def _periods(file: YamlFile) -> Iterator[Fault]:
    """No period of any definition ends before it begins."""
    for place, thing in _mappings(file.data, ()):
        start, end = str(thing.get("valid_from") or ""), str(thing.get("valid_to") or "")
        if start and end and end < start:
            yield file.fault("dates_reversed", (*place, "valid_to"), valid_from=start, valid_to=end)


def _mappings(data: Any, place: Place) -> Iterator[tuple[Place, dict[str, Any]]]:
    if isinstance(data, dict):
        yield place, data
        for key, value in data.items():
            yield from _mappings(value, (*place, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _mappings(value, (*place, number))
