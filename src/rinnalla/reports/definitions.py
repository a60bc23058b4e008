"""What the figures mean: the definitions of `regions/common/indicators.yaml` that are in force."""

from rinnalla.lib import dates
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import Indicator
from rinnalla.servicemodels.loading import dated


def definitions() -> list[Indicator]:
    return [one for one in codes.common().indicators if dated([one], dates.today())]


def definition(key: str) -> Indicator:
    """The definition behind a figure. Raises LookupError: a figure without one is not shown."""
    for one in definitions():
        if one.key == key:
            return one
    raise LookupError(f"{key} has no definition in indicators.yaml")


def resting_on(key: str) -> Indicator:
    """The definition of a figure that rests on assumptions. Raises LookupError when none is stated: then the figure is
    not shown either, on no page and in no file (T-29)."""
    one = definition(key)
    if not one.assumptions:
        raise LookupError(f"{key} states no assumptions in indicators.yaml")
    return one
