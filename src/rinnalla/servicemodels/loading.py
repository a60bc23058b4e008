"""Reading service models from `regions/`: YAML → checked, frozen definitions, or every fault at once."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from rinnalla.servicemodels import checks, definitions, typed
from rinnalla.servicemodels.faults import Fault, LoadError
from rinnalla.servicemodels.yamlfile import YamlFile, read

__all__ = ["Fault", "LoadError", "dated", "load_all", "load_common", "load_region", "region_folders", "value_of"]

D = TypeVar("D", bound=definitions.Dated)


def load_all(regions: Path) -> tuple[definitions.Common, dict[str, definitions.RegionDefinition]]:
    """Load the common definitions and every region, and check what must be unique over regions. Raises LoadError."""
    common = load_common(regions / "common")
    faults: list[Fault] = []
    loaded: dict[str, tuple[definitions.RegionDefinition, dict[str, YamlFile]]] = {}
    for folder in region_folders(regions):
        try:
            loaded[folder.name] = _region(folder, common)
        except LoadError as error:
            faults.extend(error.faults)
    faults.extend(checks.between_regions(loaded))
    if faults:
        raise LoadError(faults)
    return common, {key: region for key, (region, _files) in loaded.items()}


def load_common(path: Path) -> definitions.Common:
    """Load `regions/common/`. Raises LoadError with every fault of every file."""
    files = _read_folder(path, definitions.COMMON_FILES)
    parts = _parts(files, definitions.COMMON_FILES)
    # A file holds one list under its own name, or is one thing as a whole (codes, figure).
    common = definitions.Common(**{name: getattr(part, name, part) for name, part in parts.items()})
    if faults := list(checks.of_common(common, files)):
        raise LoadError(faults)
    return common


def load_region(path: Path, common: Path | definitions.Common) -> definitions.RegionDefinition:
    """Load one region folder against the common definitions (or their folder). Raises LoadError."""
    base = load_common(common) if isinstance(common, Path) else common
    return _region(path, base)[0]


def region_folders(regions: Path) -> list[Path]:
    """The region folders under `regions/`, by name: those that hold a `region.yaml` or a `model.yaml`."""
    return sorted(p for p in regions.iterdir() if (p / "region.yaml").exists() or (p / "model.yaml").exists())


def dated(values: Sequence[D], on: date) -> D | None:
    """The one of dated things that is in force on a day, None if none is. A later start wins."""
    in_force = [v for v in values if (v.valid_from or date.min) <= on <= (v.valid_to or date.max)]
    return max(in_force, key=lambda v: v.valid_from or date.min, default=None)


def value_of(
    key: str, on: date, common: definitions.Common, region: definitions.RegionDefinition | None = None
) -> definitions.Value | None:
    """The deadline or limit in force on a day: the region's own if it has one, else the common one."""
    own = region.model.deadlines if region else ()
    told: list[Sequence[definitions.Value]] = [d.values for d in own if d.key == key]
    told += [d.values for d in common.deadlines if d.key == key]
    return next((found for values in told if (found := dated(values, on))), None)


def _region(path: Path, common: definitions.Common) -> tuple[definitions.RegionDefinition, dict[str, YamlFile]]:
    files = _read_folder(path, definitions.REGION_FILES)
    parts = _parts(files, definitions.REGION_FILES)
    region = definitions.RegionDefinition(
        info=parts["region"],
        organisations=parts["organisations"].organisations,
        model=parts["model"],
        **({"staff": parts["demo-staff"].staff, "demo": parts["demo-staff"].world} if "demo-staff" in parts else {}),
    )
    if faults := list(checks.of_region(region, common, files, folder=path.name)):
        raise LoadError(faults)
    return region, files


def _read_folder(path: Path, names: Iterable[str]) -> dict[str, YamlFile]:
    """Read the named files of a folder; only the demo staff may be missing."""
    wanted = [name for name in names if name != "demo-staff" or (path / "demo-staff.yaml").exists()]
    return {name: read(path / f"{name}.yaml") for name in wanted}


def _parts(files: dict[str, YamlFile], classes: dict[str, type[definitions.Definition]]) -> dict[str, Any]:
    """Each file as its definition. Raises LoadError with the faults of all files, not only of the first."""
    parts: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, file in files.items():
        faults.extend(file.faults)
        if file.data is None:
            continue
        try:
            parts[name] = classes[name].model_validate(file.data)
        except ValidationError as error:
            faults.extend(typed.faults_of(error, file, classes[name]))
    if faults:
        raise LoadError(faults)
    return parts
