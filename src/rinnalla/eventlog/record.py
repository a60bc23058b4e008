"""Writing the log: `record` for what was done, `log_access` for what was read. Nothing else writes it."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from rinnalla.eventlog.models import STREAM_KINDS
from rinnalla.eventlog.verbs import VERBS
from rinnalla.lib import dates

_CODE = re.compile(r"[A-Za-z0-9_.:@/+-]{0,80}", re.ASCII)
# They have the shape of a code but are personal data. The database refuses the same (sql.CODES).
_NOT_CODES = {
    "an identity code": re.compile(r"(?<![0-9A-Z])[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Y](?![0-9A-Z])", re.IGNORECASE),
    "a mail address": re.compile(r"[^@]@[A-Za-z0-9-]+[.][A-Za-z]"),
    "a long number written as text": re.compile(r"^[+]?[0-9]{7,}$"),
}


class FreeText(ValueError):
    """Something else than a code, number, date or uuid was offered to the log. The message never repeats it."""


class Acting(Protocol):
    """What the log needs to know of an actor (`access.actor.Actor` has it)."""

    @property
    def kind(self) -> str: ...
    @property
    def user_id(self) -> int | None: ...
    @property
    def membership_id(self) -> int | None: ...
    @property
    def role(self) -> str: ...
    @property
    def organisation_id(self) -> int | None: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def session_key(self) -> str: ...


@dataclass(frozen=True)
class Through:
    """An owner's function that takes a line and these further values, with their types, and appends the line itself."""

    function: str
    types: str
    values: tuple[Any, ...]


def record(
    verb: str,
    *,
    by: Acting,
    stream: tuple[str, int | None],
    obj: tuple[str, int] | None = None,
    case_id: int | None = None,
    person_id: int | None = None,
    happened_at: datetime | None = None,
    **details: Any,
) -> None:
    """Adds one event to the chain of `stream` in the caller's transaction; the stream stays locked until its end.

    `stream` is (case | person | referral | unit | installation, id); a case stream fills `case_id` and a person
    stream `person_id` where they are not given. Raises LookupError for an unknown verb, FreeText for anything but
    codes, ValueError for an unknown kind of stream.
    """
    if verb not in VERBS:
        raise LookupError(f"unknown verb {verb}: add it with its sentence to eventlog/verbs.py")
    kind, stream_id = stream
    if kind not in STREAM_KINDS:
        raise ValueError(f"unknown stream {kind}; it is one of {', '.join(STREAM_KINDS)}")
    if absent := getattr(by, "deputy_of", None):
        details["deputy_of"] = absent
    if mandate := getattr(by, "mandate_id", None):
        details |= {"mandate": mandate, "mandate_ground": getattr(by, "ground", "")}
    case_id = stream_id if kind == "case" and case_id is None else case_id
    person_id = stream_id if kind == "person" and person_id is None else person_id
    object_kind, object_id = obj or ("", None)
    values = [
        kind,
        stream_id,
        verb,
        *_who(by),
        _code(object_kind, "obj"),
        object_id,
        case_id,
        person_id,
        Jsonb(only_codes(details)),
        happened_at or dates.now(),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_APPEND_EVENT, values)


def record_each(
    verb: str, *, by: Acting, stream_kind: str, obj_kind: str, details: Mapping[int, Mapping[str, Any]]
) -> None:
    """Adds one event to each of many streams of a kind, in one statement: `details` by the id of stream and object.

    For lists that are brought in: each row gets the same event as it would alone. Raises as `record`.
    """
    if verb not in VERBS:
        raise LookupError(f"unknown verb {verb}: add it with its sentence to eventlog/verbs.py")
    if stream_kind not in STREAM_KINDS:
        raise ValueError(f"unknown stream {stream_kind}; it is one of {', '.join(STREAM_KINDS)}")
    told = [Jsonb(only_codes(one)) for one in details.values()]
    values = [stream_kind, verb, *_who(by), _code(obj_kind, "obj"), dates.now(), list(details), told]
    with connection.cursor() as cursor:
        cursor.execute(_APPEND_EACH, values)


def log_access(
    *,
    by: Acting,
    route: str,
    action: str,
    person_ids: Iterable[int],
    case_ids: Iterable[int],
    field_groups: Iterable[str],
    grounds: Iterable[str],
    purpose: str,
    result: str,
    at: datetime | None = None,
    through: Through | None = None,
) -> int:
    """Adds one line: `by` did `action` (view, list, search, print, export, reveal, refused) on these people's data.

    The caller commits it before the answer leaves (architecture rule 5). Raises FreeText for anything but codes;
    the database refuses an unknown action or result. `through` is a function of a later room that adds the line and
    does something more in the same statement; what it answers is returned, else 0.
    """
    values = [
        *_who(by),
        _session(by.session_key),
        _code(route, "route"),
        _code(action, "action"),
        list(person_ids),
        list(case_ids),
        _codes(field_groups, "field_groups"),
        _codes(grounds, "grounds"),
        _code(purpose, "purpose"),
        _code(result, "result"),
        at or dates.now(),
    ]
    with connection.cursor() as cursor:
        if through is None:
            cursor.execute(_APPEND_LINE, values)
            return 0
        cursor.execute(f"select {_function(through.function, f'{_LINE} {through.types}')}", [*values, *through.values])
        return cursor.fetchone()[0]


def only_codes(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details as JSON takes them. Raises FreeText for a text that is no code and for values of other kinds."""
    return {_code(key, "details"): _plain(value, key) for key, value in details.items()}


def _plain(value: Any, where: str) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return _code(value, where)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return only_codes(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one, where) for one in (sorted(value) if isinstance(value, set | frozenset) else value)]
    raise FreeText(f"{where}: a {type(value).__name__} can't be written to the log")


def _code(value: str, where: str) -> str:
    text = str(value)
    if not _CODE.fullmatch(text):
        raise FreeText(f"{where}: the log takes codes (at most 80 of A–Z a–z 0–9 _ . : @ / + -), no text")
    for name, form in _NOT_CODES.items():
        if form.search(text):
            raise FreeText(f"{where}: this looks like {name}; the log takes none")
    return text


def _codes(values: Iterable[str], where: str) -> list[str]:
    return [_code(value, where) for value in values]


def _who(by: Acting) -> list:
    role = _code(by.role or "", "role")
    return [_code(by.kind, "actor"), by.user_id, by.membership_id, role, by.organisation_id, by.unit_id]


def _session(key: str | None) -> str:
    """Tells sessions apart without letting anybody take one over. The letter before it keeps one of digits alone (one
    session in two thousand) from looking like a long number, which the log refuses."""
    return f"s{hashlib.sha256(key.encode()).hexdigest()[:15]}" if key else ""


def _call(function: str, types: str) -> str:
    return f"select 1 from {_function(function, types)}"  # noqa: S608  # fixed names only


def _function(name: str, types: str) -> str:
    places = ", ".join(f"%s::{one}" for one in types.split())
    return f"{name}({places})"


_WHO = "text bigint bigint text bigint bigint"
_APPEND_EVENT = _call("eventlog_append", f"text bigint text {_WHO} text bigint bigint bigint jsonb timestamptz")
_APPEND_EACH = """
select count(eventlog_append(%s::text, id, %s::text, %s::text, %s::bigint, %s::bigint, %s::text, %s::bigint, %s::bigint,
  %s::text, id, null::bigint, null::bigint, details, %s::timestamptz))
from unnest(%s::bigint[], %s::jsonb[]) as one(id, details)
"""
_LINE = f"{_WHO} text text text bigint[] bigint[] text[] text[] text text timestamptz"
_APPEND_LINE = _call("accesslog_append", _LINE)
