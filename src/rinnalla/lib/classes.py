"""What each field holds: its class, its purpose and how long it is kept (architecture rule 13).

A model lists its fields in an inner class `Data`; a test fails for a field that is not listed.
"""

from dataclasses import dataclass

CLASSES = frozenset({"none", "personal", "health", "special", "livelihood", "employment", "social", "authority"})
# Each is a document of `regions/common/retention.yaml`, which says how long it is kept.
RETENTIONS = frozenset({
    "installation", "case", "message", "copy", "consent", "referral", "request", "person", "customership", "log",
    "account", "draft", "promise",
    "employer", "contacted",
})


@dataclass(frozen=True)
class Kept:
    """Class of a field, why it is held, which clock ends it."""

    data_class: str
    purpose: str
    retention: str

    def __post_init__(self) -> None:
        if self.data_class not in CLASSES or self.retention not in RETENTIONS:
            raise ValueError(f"unknown data class or retention: {self}")


def fields(names: str, data_class: str, purpose: str, retention: str) -> dict[str, Kept]:
    """The same class for several fields: `fields("uuid created_at", "none", "identify the row", "case")`."""
    return {name: Kept(data_class, purpose, retention) for name in names.split()}
