"""What no single definition can see: names that must exist, keys that must differ, periods, the intake."""

from collections.abc import Iterable, Iterator
from typing import Any

from rinnalla.servicemodels import checks_cards, checks_handbook, checks_rules
from rinnalla.servicemodels.checking import each_known, keys, known, periods, same, values
from rinnalla.servicemodels.definitions import (
    Codes,
    Common,
    LocalCodes,
    RegionDefinition,
    Value,
)
from rinnalla.servicemodels.faults import Fault, listing
from rinnalla.servicemodels.yamlfile import Place, YamlFile

Files = dict[str, YamlFile]


def of_common(common: Common, files: Files) -> Iterator[Fault]:
    """Every fault of the common definitions that spans fields or files."""
    for name in Codes.model_fields:
        yield from keys(files["codes"], (name,), getattr(common.codes, name))
    for name in (
        "statutes", "data_purposes", "deadlines", "stages", "organisation_kinds", "service_groups", "cards", "facts",
        "forms", "segments", "target_groups", "benefits", "indicators",
        "employer_toolkit", "work_supports", "skills",
    ):
        yield from keys(files[name], (name,), getattr(common, name))
    groups = [(("occupations", number, "code"), one.code) for number, one in enumerate(common.occupations)]
    yield from same(files["occupations"], groups)
    for file in files.values():
        yield from periods(file)
    for number, deadline in enumerate(common.deadlines):
        yield from values(files["deadlines"], ("deadlines", number, "values"), deadline.values)
    yield from _common_names(common, files)
    yield from _retention_names(common, files)
    yield from _figure_names(common, files["figure"])
    yield from _bullets(common, files)
    yield from checks_rules.of_common(common, files)
    yield from checks_cards.of_common(common, files)
    yield from checks_handbook.of_common(common, files)


def of_region(region: RegionDefinition, common: Common, files: Files, *, folder: str) -> Iterator[Fault]:
    """Every fault of a region that spans fields or files."""
    if region.info.key != folder:
        yield files["region"].fault("wrong_folder", ("key",), key=region.info.key, expected=folder)
    for file in files.values():
        yield from periods(file)
    yield from _region_keys(region, files)
    yield from _region_names(region, common, files)
    yield from _model_names(region, common, files["model"])
    sets = [one.key for one in common.quality_criteria.sets]
    yield from known(files["model"], ("quality_set",), region.model.quality_set, sets)
    yield from _local_codes(region.model.codes, common, files["model"])
    yield from _intake(region, files)
    yield from checks_rules.of_region(region, common, files["model"])
    yield from checks_cards.of_region(region, common, files["model"])
    yield from checks_handbook.of_region(region, common, files["model"])


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
        yield from known(codes, ("sender_kinds", n, "statute"), sender.statute, statutes)
        labels = [label.key for label in common.codes.authority_labels]
        yield from known(codes, ("sender_kinds", n, "shown_as"), sender.shown_as, labels)
    for n, criterion in enumerate(common.codes.criteria):
        yield from known(codes, ("criteria", n, "proposes"), criterion.proposes, [c.key for c in common.cards])
    for n, form in enumerate(common.codes.consent_forms):
        yield from known(codes, ("consent_forms", n, "kind"), form.kind, statutes)
    for n, aim in enumerate(common.codes.packet_purposes):
        yield from known(codes, ("packet_purposes", n, "purpose"), aim.purpose, _keys(common.data_purposes))
    for n, step in enumerate(common.codes.progress_steps):
        yield from known(codes, ("progress_steps", n, "ground"), step.ground, _keys(common.codes.progress_grounds))
        yield from each_known(codes, ("progress_steps", n, "cards"), step.cards, _keys(common.cards))
        yield from each_known(codes, ("progress_steps", n, "jobs"), step.jobs, _keys(common.codes.job_kinds))
    for n, one in enumerate(common.codes.adaptation_variants):
        yield from known(codes, ("adaptation_variants", n, "card"), one.card, _keys(common.cards))
    for n, kind in enumerate(common.codes.agreement_kinds):
        yield from each_known(codes, ("agreement_kinds", n, "items"), kind.items, _keys(common.codes.employer_items))
    for n, support in enumerate(common.work_supports):
        grounds = _keys(common.codes.service_grounds)
        yield from known(files["work_supports"], ("work_supports", n, "ground"), support.ground, grounds)
        place = ("work_supports", n, "benefit")
        yield from known(files["work_supports"], place, support.benefit, _keys(common.benefits))
    for n, group in enumerate(common.codes.language_groups):
        yield from each_known(
            codes, ("language_groups", n, "languages"), group.languages, _keys(common.codes.languages)
        )
    for n, statute in enumerate(common.statutes):
        yield from each_known(files["statutes"], ("statutes", n, "between"), statute.between, kinds)
        place = ("statutes", n, "customership_for")
        yield from each_known(files["statutes"], place, statute.customership_for, statute.between)
    for n, purpose in enumerate(common.data_purposes):
        for m, basis in enumerate(purpose.bases):
            place = ("data_purposes", n, "bases", m, "statute")
            yield from known(files["data_purposes"], place, basis.statute, statutes)
    for n, kind in enumerate(common.organisation_kinds):
        place = ("organisation_kinds", n, "sender_kind")
        yield from known(files["organisation_kinds"], place, kind.sender_kind, senders)
    for n, deadline in enumerate(common.deadlines):
        for m, value in enumerate(deadline.values):
            yield from known(files["deadlines"], ("deadlines", n, "values", m, "statute"), value.statute, statutes)
    for n, group in enumerate(common.service_groups):
        yield from known(files["service_groups"], ("service_groups", n, "stage"), group.stage, stages)
    subgroups = {g.key: [s.key for s in g.subgroups] for g in common.service_groups}
    for n, card in enumerate(common.cards):
        yield from known(cards, ("cards", n, "group"), card.group, list(subgroups))
        yield from known(cards, ("cards", n, "subgroup"), card.subgroup, subgroups.get(card.group, [card.subgroup]))
        yield from known(cards, ("cards", n, "stage"), card.stage, stages)
        yield from each_known(cards, ("cards", n, "statutes"), card.statutes, statutes)


def _retention_names(common: Common, files: Files) -> Iterator[Fault]:
    file, told = files["retention"], common.retention
    for name in ("registers", "clocks", "hold_reasons", "data_classes", "people", "measures"):
        yield from keys(file, (name,), getattr(told, name))
    for n, register in enumerate(told.registers):
        yield from each_known(file, ("registers", n, "grounds"), register.grounds, _keys(common.statutes))
        yield from each_known(file, ("registers", n, "holders"), register.holders, _keys(common.organisation_kinds))
    for n, clock in enumerate(told.clocks):
        yield from each_known(file, ("clocks", n, "registers"), clock.registers, _keys(told.registers))


def _keys(things: Iterable[Any]) -> list[str]:
    return [one.key for one in things]


def _figure_names(common: Common, file: YamlFile) -> Iterator[Fault]:
    populations = [p.key for p in common.codes.entry_populations]
    kinds = [s.key for s in common.codes.sender_kinds]
    yield from each_known(file, ("populations",), common.figure.populations, populations)
    for n, sender in enumerate(common.figure.senders):
        yield from each_known(file, ("senders", n, "kinds"), sender.kinds, kinds)


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


ONLY_DOWN = ("coaching_clients",)  # a region may set it lower than the nation, never higher (T-54)


def _not_above(common: Common, key: str, value: Value, file: YamlFile, place: Place) -> Iterator[Fault]:
    """A limit that a region may only lower."""
    most = next((max(one.value for one in known.values) for known in common.deadlines if known.key == key), None)
    if key in ONLY_DOWN and most is not None and value.value > most:
        yield file.fault("too_high", place, key=key, most=most)


def _region_keys(region: RegionDefinition, files: Files) -> Iterator[Fault]:
    yield from keys(files["organisations"], ("organisations",), region.organisations)
    yield from same(files["organisations"], [((*place, "key"), unit.key) for place, unit in _units(region)])
    for name in ("stages", "deadlines", "teams", "path_templates", "eligibility"):
        yield from keys(files["model"], (name,), getattr(region.model, name))
    for n, template in enumerate(region.model.path_templates):
        yield from keys(files["model"], ("path_templates", n, "steps"), template.steps)
    offered = [(("offers", n, "card"), offer.card) for n, offer in enumerate(region.model.offers)]
    yield from same(files["model"], offered)
    codes = [(("municipalities", n, "code"), m.code) for n, m in enumerate(region.info.municipalities)]
    yield from same(files["region"], codes)
    if "demo-staff" in files:
        yield from same(
            files["demo-staff"], [(("staff", n, "username"), s.username) for n, s in enumerate(region.staff)]
        )


def _region_names(region: RegionDefinition, common: Common, files: Files) -> Iterator[Fault]:
    kinds = [k.key for k in common.organisation_kinds]
    codes = [m.code for m in region.info.municipalities]
    units = list(region.units)
    for n, organisation in enumerate(region.organisations):
        yield from known(files["organisations"], ("organisations", n, "kind"), organisation.kind, kinds)
        yield from values(files["organisations"], ("organisations", n, "agreements"), organisation.agreements)
    for place, unit in _units(region):
        yield from each_known(files["organisations"], (*place, "municipalities"), unit.municipalities, codes)
        if unit.kind:
            yield from known(files["organisations"], (*place, "kind"), unit.kind, _keys(common.codes.unit_kinds))
    yield from known(files["region"], ("import_account", "unit"), region.info.import_account.unit, units)
    for n, member in enumerate(region.staff):
        yield from known(files["demo-staff"], ("staff", n, "unit"), member.unit, units)


def _model_names(region: RegionDefinition, common: Common, file: YamlFile) -> Iterator[Fault]:
    model = region.model
    stages, cards = [s.key for s in common.stages], [c.key for c in common.cards]
    units, own_stages = list(region.units), [s.key for s in region.model.stages]
    statutes = [s.key for s in common.statutes]
    for n, stage in enumerate(model.stages):
        yield from known(file, ("stages", n, "key"), stage.key, stages)
    yield from _stage_order(own_stages, stages, file)
    for n, deadline in enumerate(model.deadlines):
        yield from known(file, ("deadlines", n, "key"), deadline.key, [d.key for d in common.deadlines])
        yield from values(file, ("deadlines", n, "values"), deadline.values)
        for m, value in enumerate(deadline.values):
            yield from known(file, ("deadlines", n, "values", m, "statute"), value.statute, statutes)
            yield from _not_above(common, deadline.key, value, file, ("deadlines", n, "values", m, "value"))
    for name in ("teams", "support_layers", "offers"):
        for n, thing in enumerate(getattr(model, name)):
            yield from known(file, (name, n, "unit"), thing.unit, units)
    for n, template in enumerate(model.path_templates):
        for m, step in enumerate(template.steps):
            place: Place = ("path_templates", n, "steps", m)
            yield from known(file, (*place, "stage"), step.stage, own_stages)
            yield from known(file, (*place, "card"), step.card, cards)


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
        yield from keys(file, ("codes", name), added)
        for n, code in enumerate(added):
            place: Place = ("codes", name, n)
            yield from known(file, (*place, "counts_as"), code.counts_as, national)
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
    for place, unit in _units(region):
        if unit.takes_referrals and "coordinator" not in unit.roles:
            yield file.fault("no_coordinator", (*place, "takes_referrals"), key=unit.key, expected="coordinator")
    taken = {code for _place, unit in _units(region) if unit.takes_referrals for code in unit.municipalities}
    for n, municipality in enumerate(region.info.municipalities):
        if municipality.code not in taken:
            place = ("municipalities", n, "code")
            yield files["region"].fault(
                "municipality_open", place, municipality=municipality.code, expected="takes_referrals: true"
            )
