"""`./rinnalla regions check|load`: service models from their files (architecture section 7)."""

import sys
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from rinnalla.access.acting import acting, system
from rinnalla.servicemodels import actions, definitions
from rinnalla.servicemodels.loading import LoadError, load_all, load_common, load_region, region_folders

PURPOSE = "load_regions"


def run(act: str, folder: str | None, *, publish: bool = False) -> int:
    """Check the definitions in a folder of regions, or of one region; with `load` take them in. Returns the exit code.

    Every fault is told with file, line and what is expected; a folder with a fault is not loaded at all.
    """
    path = Path(folder) if folder else settings.REGIONS_DIR
    try:
        common, regions = _read(path)
    except LoadError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        print(_("Virheitä: %(count)s. Mitään ei ladattu.") % {"count": len(error.faults)}, file=sys.stderr)
        return 1
    if not regions:
        print(_("Kansiossa %(folder)s ei ole yhtään aluetta.") % {"folder": path}, file=sys.stderr)
        return 1
    for definition in regions.values():
        print(_checked(definition) if act == "check" else _load(definition, common, publish))
    return 0


def _read(path: Path) -> tuple[definitions.Common, dict[str, definitions.RegionDefinition]]:
    """One region's folder beside its `common`, or a folder of regions. An empty or missing folder has no regions."""
    if (path / "region.yaml").exists() or (path / "model.yaml").exists():
        common = load_common(path.resolve().parent / "common")
        return common, {path.name: load_region(path.resolve(), common)}
    if not path.is_dir() or not region_folders(path):
        return load_common(settings.REGIONS_DIR / "common"), {}
    return load_all(path)


def _checked(definition: definitions.RegionDefinition) -> str:
    counts = _("organisaatioita %(bodies)s, yksiköitä %(units)s, palveluja %(cards)s") % {
        "bodies": len(definition.organisations), "units": len(definition.units), "cards": len(definition.model.offers),
    }  # fmt: skip
    return _("%(region)s: kunnossa. Versio %(version)s: %(counts)s.") % {
        "region": definition.info.key, "version": definition.model.version, "counts": counts,
    }  # fmt: skip


def _load(definition: definitions.RegionDefinition, common: definitions.Common, publish: bool) -> str:
    by = system(PURPOSE)
    with acting(by):
        done = actions.load_region(by=by, definition=definition, common=common, publish=publish)
    values = {"region": definition.info.key, "number": done.model.number, "changed": done.changed}
    if done.superseded:
        return _("%(region)s: tiedostojen versio on jo korvattu, voimassa on versio %(number)s.") % values
    if done.published_now:
        return _("%(region)s: versio %(number)s julkaistu, muutoksia %(changed)s.") % values
    if done.drafted_now:
        return _("%(region)s: versio %(number)s tallessa luonnoksena, muutoksia %(changed)s.") % values
    if done.changed:
        return _("%(region)s: versio %(number)s ennallaan, muutoksia %(changed)s.") % values
    return _("%(region)s: ei muutoksia.") % values
