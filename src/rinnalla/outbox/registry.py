"""Which function does what was promised, by name. Rooms register theirs in `jobs.py`."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

Handler = TypeVar("Handler", bound=Callable[..., Any])

_jobs: dict[str, Callable[..., Any]] = {}
_recurring: dict[str, Callable[[], Any]] = {}


class PromisedBy(Protocol):
    """What a promise remembers of the actor who made it."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def membership_id(self) -> int | None: ...


def job(name: str) -> Callable[[Handler], Handler]:
    """Registers the function that keeps promises of this name; it is called with the Promise and its ids.

    It runs in the transaction that settles the promise: its own writes happen exactly once, what leaves the database
    (mail) at least once. Raises ValueError when the name is taken.
    """
    return _registering(_jobs, name)


def recurring_job(name: str) -> Callable[[Handler], Handler]:
    """Registers the function that does recurring work of this name, called without arguments or transaction.

    The name and its times stand in `recurring.RECURRING`. Raises ValueError when the name is taken.
    """
    return _registering(_recurring, name)


def handler(name: str) -> Callable[..., Any]:
    """The function for a promise. Raises LookupError when no room has registered it."""
    return _found(_jobs, name)


def recurring_handler(name: str) -> Callable[[], Any]:
    """The function for recurring work. Raises LookupError when no room has registered it."""
    return _found(_recurring, name)


def _registering(table: dict[str, Any], name: str) -> Callable[[Handler], Handler]:
    def register(function: Handler) -> Handler:
        if table.get(name, function) is not function:
            raise ValueError(f"two functions are registered for {name}")
        table[name] = function
        return function

    return register


def _found(table: dict[str, Any], name: str) -> Callable[..., Any]:
    if name not in table:
        raise LookupError(f"no room has registered {name}; it belongs in a jobs.py")
    return table[name]


def recurring_names() -> frozenset[str]:
    """What rooms have registered as recurring work."""
    return frozenset(_recurring)


def job_names() -> frozenset[str]:
    """What rooms have registered as keepers of promises."""
    return frozenset(_jobs)
