"""What clients' data may be opened for on a day, and on which legal bases (`common/data_purposes.yaml`, C-07)."""

from datetime import date

from rinnalla.access.purposes import Purpose
from rinnalla.servicemodels import codes


def in_force(key: str, on: date) -> Purpose | None:
    """The purpose with the bases in force on a day, each with its statute; None for a purpose that is not listed."""
    common = codes.common()
    found = next((one for one in common.data_purposes if one.key == key), None)
    if found is None:
        return None
    statutes = {one.key: one for one in common.statutes}
    bases = (one.statute for one in found.bases if codes.holds(one, on) and codes.holds(statutes[one.statute], on))
    return Purpose(found.names.in_language, frozenset(bases))
