"""Why a case may be held back, from `regions/common/retention.yaml`."""

from rinnalla.servicemodels.codes import common
from rinnalla.servicemodels.definitions import Named


def reasons() -> tuple[Named, ...]:
    return common().retention.hold_reasons


def reason_name(key: str) -> str:
    """In the reader's language; a reason no longer in the list is its own name, so that an old hold can be read."""
    return next((one.names.in_language for one in reasons() if one.key == key), key)
