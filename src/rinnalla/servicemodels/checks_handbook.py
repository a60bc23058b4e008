"""Names in the handbook, the registry of instruments, the concepts and the programmes that must exist elsewhere, and in
a region's projects and networks."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rinnalla.servicemodels.checking import each_known, keys, known, same
from rinnalla.servicemodels.definitions import Common, Edition, Network, RegionDefinition
from rinnalla.servicemodels.faults import Fault
from rinnalla.servicemodels.yamlfile import Place, YamlFile

Files = dict[str, YamlFile]


def of_common(common: Common, files: Files) -> Iterator[Fault]:
    """Every fault of handbook, instruments, concepts and programmes that spans things or files."""
    yield from _handbook(common, files["handbook"])
    yield from _instruments(common, files["instruments"])
    yield from _concepts(common, files["concepts"])
    file, codes = files["programmes"], common.codes
    yield from keys(file, ("programmes",), common.programmes)
    for n, programme in enumerate(common.programmes):
        yield from _period(file, ("programmes", n), programme)
        yield from each_known(file, ("programmes", n, "purposes"), programme.purposes, _keys(codes.purposes))
        sets = _keys(codes.measure_sets)
        yield from each_known(file, ("programmes", n, "measure_sets"), programme.measure_sets, sets)


def _handbook(common: Common, file: YamlFile) -> Iterator[Fault]:
    book = common.handbook
    yield from keys(file, ("operating_models",), book.operating_models)
    yield from keys(file, ("chapters",), book.chapters)
    for n, model in enumerate(book.operating_models):
        place: Place = ("operating_models", n)
        yield from known(file, (*place, "owner", "kind"), model.owner.kind, _keys(common.organisation_kinds))
        yield from known(file, (*place, "workflow", "card"), model.workflow.card, _keys(common.cards))
        yield from same(file, [((*place, "versions", m, "version"), v.version) for m, v in enumerate(model.versions)])
        yield from _in_order(file, (*place, "history"), model.history)
        yield from _in_order(file, (*place, "versions"), model.versions)
    for n, chapter in enumerate(book.chapters):
        yield from each_known(file, ("chapters", n, "models"), chapter.models, _keys(book.operating_models))
        yield from _in_order(file, ("chapters", n, "versions"), chapter.versions)
    beside = [
        (("chapters", n, "beside", m), route)
        for n, chapter in enumerate(book.chapters) for m, route in enumerate(chapter.beside)
    ]
    yield from same(file, beside)  # a screen has one chapter


def _instruments(common: Common, file: YamlFile) -> Iterator[Fault]:
    yield from keys(file, ("instruments",), common.instruments)
    for n, one in enumerate(common.instruments):
        yield from each_known(file, ("instruments", n, "core_in"), one.core_in, _keys(common.stages))
        yield from _in_order(file, ("instruments", n, "history"), one.history)
        yield from _editions(file, ("instruments", n, "editions"), one.editions)


def _editions(file: YamlFile, place: Place, editions: Sequence[Edition]) -> Iterator[Fault]:
    yield from same(file, [((*place, m, "version"), one.version) for m, one in enumerate(editions)])
    yield from _in_order(file, place, editions)
    for m, edition in enumerate(editions):
        yield from keys(file, (*place, m, "scales"), edition.scales)


def _concepts(common: Common, file: YamlFile) -> Iterator[Fault]:
    statutes, kinds = _keys(common.statutes), _keys(common.organisation_kinds)
    yield from keys(file, ("concepts",), common.concepts)
    for n, concept in enumerate(common.concepts):
        yield from keys(file, ("concepts", n, "views"), concept.views)
        yield from known(file, ("concepts", n, "source", "statute"), concept.source.statute, statutes)
        for m, view in enumerate(concept.views):
            place: Place = ("concepts", n, "views", m)
            yield from each_known(file, (*place, "kinds"), view.kinds, kinds)
            yield from known(file, (*place, "source", "statute"), view.source.statute, statutes)


def of_region(region: RegionDefinition, common: Common, file: YamlFile) -> Iterator[Fault]:
    """Every fault of a region's core sets, projects and networks."""
    model = region.model
    yield from keys(file, ("projects",), model.projects)
    yield from same(file, [(("core_sets", n, "stage"), one.stage) for n, one in enumerate(model.core_sets)])
    for n, core in enumerate(model.core_sets):
        yield from known(file, ("core_sets", n, "stage"), core.stage, _keys(model.stages))
        yield from each_known(file, ("core_sets", n, "instruments"), core.instruments, _keys(common.instruments))
    sets, kinds = _keys(common.codes.measure_sets), _keys(common.organisation_kinds)
    for n, project in enumerate(model.projects):
        place: Place = ("projects", n)
        yield from known(file, (*place, "programme"), project.programme, _keys(common.programmes))
        yield from each_known(file, (*place, "measure_sets"), project.measure_sets, sets)
        yield from _period(file, place, project)
        for m, body in enumerate(project.organisations):
            yield from known(file, (*place, "organisations", m, "kind"), body.kind, kinds)
    yield from _networks(region, model.networks, file)


def _networks(region: RegionDefinition, networks: Sequence[Network], file: YamlFile) -> Iterator[Fault]:
    """A sub-network lies in another network of the region, which is not a sub-network itself."""
    yield from keys(file, ("networks",), networks)
    tops = [one.key for one in networks if one.part_of is None]
    for n, network in enumerate(networks):
        yield from known(file, ("networks", n, "part_of"), network.part_of, tops)
        yield from known(file, ("networks", n, "team"), network.team, _keys(region.model.teams))
        yield from each_known(file, ("networks", n, "members"), network.members, _keys(region.organisations))


def _keys(things: Sequence[Any]) -> list[str]:
    return [one.key for one in things]


def _period(file: YamlFile, place: Place, thing: Any) -> Iterator[Fault]:
    if thing.start and thing.end and thing.end < thing.start:
        yield file.fault("dates_reversed", (*place, "end"), valid_from=str(thing.start), valid_to=str(thing.end))


def _in_order(file: YamlFile, place: Place, dated: Sequence[Any]) -> Iterator[Fault]:
    """What happened is told from the first to the last."""
    before = date.min
    for number, one in enumerate(dated):
        if one.since < before:
            where = (*place, number, "since")
            yield file.fault("dates_reversed", where, valid_from=str(before), valid_to=str(one.since))
        before = one.since
