"""What the figures of a page mean: the definitions that name the page as theirs (T-36), told by its route."""

from functools import lru_cache

from rinnalla.lib import dates
from rinnalla.servicemodels import codes
from rinnalla.servicemodels.definitions import Indicator
from rinnalla.servicemodels.loading import dated

OWN = ("reports:", "pilots:")  # pages that tell their definitions themselves, beside each figure


def of(route: str) -> list[Indicator]:
    """The definitions in force of a page's figures; none where the page tells them itself."""
    if route.startswith(OWN):
        return []
    return [one for one in _by_route().get(route, ()) if dated([one], dates.today())]


@lru_cache(maxsize=1)
def _by_route() -> dict[str, list[Indicator]]:
    found: dict[str, list[Indicator]] = {}
    for one in codes.common().indicators:
        found.setdefault(one.route, []).append(one)
    return found
