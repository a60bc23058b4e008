"""A version's stored content, looked at as the region's files: the same checks, with the same places and lines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from rinnalla.lib import dates
from rinnalla.servicemodels import checks, codes, definitions
from rinnalla.servicemodels.faults import Fault, LoadError
from rinnalla.servicemodels.loading import _parts
from rinnalla.servicemodels.models import ServiceModel, name_of
from rinnalla.servicemodels.yamlfile import YamlFile, parse

WHOLE = {"region": "info", "model": "model"}  # files that are one thing as a whole; the others hold a list by its name
SECTIONS = ("info", "organisations", "model")  # what a stored content consists of


def content_of(definition: definitions.RegionDefinition) -> dict[str, Any]:
    """A definition as it is stored: plain data, without the demo's staff."""
    return definition.model_dump(mode="json", exclude={"staff", "demo"})


def whole(content: dict[str, Any]) -> dict[str, Any]:
    """A stored content with everything that is left unsaid in it, also what definitions have learnt since; as it is
    while it can't be read."""
    try:
        return content_of(definitions.RegionDefinition.model_validate(content))
    except ValueError:
        return content


def definition_of(content: dict[str, Any], *, key: str) -> definitions.RegionDefinition:
    """The checked definition of a content of the region with this key. Raises LoadError with every fault."""
    files = files_of(content)
    parts = _parts(files, definitions.REGION_FILES)
    if missing := sorted(set(WHOLE.values()) - set(content)):
        raise LoadError(Fault(Path(f"{name}.yaml"), 1, (), "empty_file", {}) for name in missing)
    found = definitions.RegionDefinition(
        info=parts["region"], organisations=parts["organisations"].organisations, model=parts["model"]
    )
    if faults := list(checks.of_region(found, codes.common(), files, folder=key)):
        raise LoadError(faults)
    return found


def check_draft(model: ServiceModel) -> list[Fault]:
    """Every fault that keeps a draft from being published, by file and line: what `regions check` tells, a key of a
    unit that another region has, and a version name that was used before. An empty list: it may be published."""
    try:
        found = definition_of(model.content, key=model.region.key)
    except LoadError as error:
        return list(error.faults)
    files = files_of(model.content)
    return [
        *_towns_elsewhere(found, files["region"]), *_beside_other_regions(found, files),
        *_name_once(model, files["model"]),
    ]


def files_of(content: dict[str, Any]) -> dict[str, YamlFile]:
    """The content as region.yaml, organisations.yaml and model.yaml, read anew so that each place has its line."""
    written = {
        name: content.get(WHOLE[name]) if name in WHOLE else {name: content.get(name) or []}
        for name in definitions.REGION_FILES if name != "demo-staff"
    }
    return {name: parse(Path(f"{name}.yaml"), as_yaml(data)) for name, data in written.items()}


def as_yaml(data: Any) -> str:
    """A section as people write it in the files: what is not told is left out. "" for nothing."""
    told = _told(data)
    return "" if told is None else yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=110)


def next_name(region_id: int) -> str:
    """What the region's next version is called: the year and a running number ("2026-2")."""
    year = f"{dates.today().year}-"
    names = ServiceModel.objects.filter(region_id=region_id).values_list("content__model__version", flat=True)
    numbers = [str(name).removeprefix(year) for name in names if str(name).startswith(year)]
    return f"{year}{max((int(one) for one in numbers if one.isdecimal()), default=0) + 1}"


def _told(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _told(value) for key, value in data.items() if value is not None}
    return [_told(one) for one in data] if isinstance(data, list | tuple) else data


def _beside_other_regions(found: definitions.RegionDefinition, files: dict[str, YamlFile]) -> Iterator[Fault]:
    elsewhere = {
        row.region.key: (definitions.RegionDefinition.model_validate(row.content), _nowhere())
        for row in ServiceModel.objects.in_force().exclude(region__key=found.info.key).select_related("region")
    }
    own = files["organisations"].path
    for fault in checks.between_regions({**elsewhere, found.info.key: (found, files)}):
        if fault.file == own:
            yield fault


def _towns_elsewhere(found: definitions.RegionDefinition, file: YamlFile) -> Iterator[Fault]:
    """A municipality is in one region: another may take it once the first has let it go."""
    rows = ServiceModel.objects.in_force().exclude(region__key=found.info.key).select_related("region")
    held = {town["code"]: row.region.name for row in rows for town in row.content["info"]["municipalities"]}
    for number, town in enumerate(found.info.municipalities):
        if town.code in held:
            place = ("municipalities", number, "code")
            yield file.fault("town_elsewhere", place, municipality=town.code, region=held[town.code])


def _nowhere() -> dict[str, YamlFile]:
    return {name: YamlFile(Path("-")) for name in ("organisations", "demo-staff")}


def _name_once(model: ServiceModel, file: YamlFile) -> Iterator[Fault]:
    before = ServiceModel.objects.filter(region_id=model.region_id).exclude(pk=model.pk)
    name = name_of(model.content)
    if before.filter(content__model__version=name).exists():
        yield file.fault("same_version", ("version",), version=name, expected=next_name(model.region_id))
