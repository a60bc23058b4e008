"""Which set of criteria a unit uses: the one its region's model names, in the version of the day; old ones by name."""

from datetime import date

from rinnalla.lib import dates
from rinnalla.organisations.models import Unit
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import QualitySet
from rinnalla.servicemodels.loading import dated


def set_of(unit: Unit, on: date | None = None) -> QualitySet:
    """The whole set in force for a unit on a day (today). Raises LookupError when none is."""
    written = codes.common().quality_criteria
    model = codes.published(codes.of_region(unit.organisation.region_id))
    key = model.model.quality_set if model and model.model.quality_set else written.sets[0].key
    found = dated([one for one in written.sets if one.key == key], on or dates.today())
    if found is None:
        raise LookupError(f"no version of the quality set {key} is in force")
    return written.whole(found)


def set_named(key: str, version: str) -> QualitySet:
    """The set an old review was made by. Raises LookupError for one that is no longer among the definitions."""
    written = codes.common().quality_criteria
    found = next((one for one in written.sets if (one.key, one.version) == (key, version)), None)
    if found is None:
        raise LookupError(f"there is no quality set {key} {version}")
    return written.whole(found)
