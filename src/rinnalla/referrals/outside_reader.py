"""The asked reader's side: who has no account, only a link, a code from the mail, and a short reading.

The browser holds the secret, in a cookie; the database holds its hash. Every look and act asks the database by the
hash, through its narrow functions (migration 0013). What the link alone gives names no client.
"""

import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from rinnalla import outbox
from rinnalla.access.actor import OUTSIDE, Actor
from rinnalla.eventlog.record import record
from rinnalla.lib import dates
from rinnalla.lib.errors import Refused
from rinnalla.referrals import identity as identities
from rinnalla.referrals import lists, queries
from rinnalla.referrals.models_outside import OutsideAnswer
from rinnalla.servicemodels import codes

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 random bytes, as token_urlsafe writes them
LINK, PROOF = "l", "p"
CODE_DIGITS = 8
OPEN = "open"
READER = Actor(kind=OUTSIDE)


@dataclass(frozen=True, repr=False)
class Held:
    """What the browser holds: the hash of a link's secret or of a reading's. The secret itself goes no further."""

    link: bytes | None = None
    proof: bytes | None = None


@dataclass(frozen=True)
class State:
    """How the question stands, and nothing of the client: `state` is open, answered, ended, settled, replaced, expired
    or ground_ended."""

    question: int
    state: str
    unit_id: int
    region_id: int
    organisation: str
    ground: str
    expires_at: datetime
    answered_at: datetime | None
    proven: bool
    code_sent: bool


@dataclass(frozen=True, repr=False)
class Seen:
    """What a proven reader sees of the referral: the name, and what the ground of this question opens."""

    question: int
    question_uuid: UUID
    name: str
    language: str
    ground: str
    groups: tuple[str, ...]
    words: str
    wish: str
    extra: str
    lines: list[queries.Line]
    case_id: int | None
    person_id: int | None


def new_secret() -> str:
    """A secret nobody can guess: 256 bits."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def held(cookie: str) -> Held:
    """What a cookie stands for; nothing when it has another form."""
    kind, _dot, secret = cookie.partition(".")
    if not SECRET.fullmatch(secret):
        return Held()
    return Held(link=digest(secret)) if kind == LINK else Held(proof=digest(secret)) if kind == PROOF else Held()


def code_mac(link: bytes, code: str) -> bytes:
    """A code bound to its link: without the server's key the few digits can't be tried out against the database."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"outside-code\x00" + link + code.encode(), "sha256")


def new_code() -> str:
    """Digits for one proof of an address."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


# Looking --------------------------------------------------------------------------------------------------------------


def state_of(key: Held) -> State | None:
    """How the question of a link or a reading stands; None for a secret nobody was given."""
    row = _ask("select * from referrals_outside_state(%s, %s, %s)", key.link, key.proof, dates.now())
    if row is None:
        return None
    state = State(**{{"unit": "unit_id", "region": "region_id"}.get(name, name): value for name, value in row.items()})
    if state.state == OPEN and not _stands(state.ground):
        state = State(**{**state.__dict__, "state": "ground_ended", "proven": False})
    return state


def _stands(ground: str) -> bool:
    """Whether a ground is in force today; a consent stands until it is withdrawn, which ends the question."""
    return ground == lists.CONSENT or codes.code("statutes", ground) is not None


def read(key: Held) -> Seen | None:
    """The referral as the reader may see it; None when the reading is over or the question is closed."""
    row = _ask("select * from referrals_outside_read(%s, %s)", key.proof, dates.now())
    if row is None or not _stands(row["ground"]):
        return None
    who = identities.Identity(**identities.unseal(row["sealed_identity"], row["referral"]))
    texts = identities.unseal(row["sealed_texts"], row["referral"]) if row["sealed_texts"] else {}
    groups = tuple(_json(row["field_groups"]))
    return Seen(
        question=row["question"], question_uuid=row["question_uuid"], name=who.name, language=row["language"],
        ground=row["ground"], groups=groups, wish=texts.get("wish", ""), extra=texts.get("extra", ""),
        words=identities.unseal(row["sealed_words"], row["question_uuid"]).get("words", ""),
        lines=_lines(_json(row["items"]), groups), case_id=row["case_id"], person_id=row["person_id"],
    )


def _lines(items: list[str], groups: tuple[str, ...]) -> list[queries.Line]:
    """The ticked lines of the opened groups. Of the others not even the heading: it tells what was noticed."""
    of = {one.key: one.field_group for one in lists.checklist()}
    return queries.shown_items([item for item in items if of.get(item.split(".")[0]) in groups], groups)


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


# Proving the address --------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_code(key: Held) -> str:
    """Promise a code to the address the link went to. Returns sent, wait (too many within the hour) or closed.

    Never raises for a refusal: what it counted must stay counted.
    """
    state = state_of(key)
    if key.link is None or state is None or state.state != OPEN:
        return "closed"
    most = codes.deadline(codes.of_region(state.region_id), "outside_codes")
    row = _ask("select * from referrals_outside_ask_code(%s, %s, %s)", key.link, dates.now(), most)
    if row["told"] == "sent":
        outbox.promise("referrals.mail_outside_code", row["link_id"])
        _note("referrals.outside_code_asked", row)
    return row["told"]


@transaction.atomic
def prove(key: Held, code: str) -> tuple[str, str]:
    """Weigh a typed code. Returns proven, wrong, stopped, old or closed, and the secret of the reading when proven.

    Never raises for a refusal: a wrong try must stay counted.
    """
    state = state_of(key)
    if key.link is None or state is None or state.state != OPEN:
        return "closed", ""
    region, secret, now = codes.of_region(state.region_id), new_secret(), dates.now()
    until = now + timedelta(minutes=codes.deadline(region, "outside_reading"))
    row = _ask(
        "select * from referrals_outside_prove(%s, %s, %s, %s, %s, %s)", key.link, code_mac(key.link, code), now,
        codes.deadline(region, "outside_tries"), digest(secret), until,
    )
    if row["told"] == "stopped_now":
        _note("referrals.outside_code_stopped", row)
        return "stopped", ""
    if row["told"] == "proven":
        _note("referrals.outside_proven", row)
        return "proven", secret
    return row["told"], ""


# Answering ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def answer(
    key: Held, *, question: UUID | None, answer: str, words: str = "", contact_name: str = "", contact_phone: str = "",
    first_free_on: date | None = None, reason: str = "", next_service: str = "", next_phone: str = "",
) -> str:
    """The one answer to the question it was typed for. Returns written, reading_over, other_question (the browser has
    opened another one since), or why the question is closed (answered, ended, settled, replaced, expired,
    ground_ended). Raises Refused for what the answer lacks."""
    state = state_of(key)
    if key.proof is None or state is None:
        return "closed"
    if state.state != OPEN:
        return state.state
    seen = read(key)
    if seen is None:
        now = state_of(key)  # somebody may have answered, or ended it, between the two looks
        return now.state if now and now.state != OPEN else "reading_over"
    if question != seen.question_uuid:
        return "other_question"
    said = {"words": words.strip(), "contact_name": contact_name.strip(), "contact_phone": contact_phone.strip(),
            "next_service": next_service.strip(), "next_phone": next_phone.strip()}
    _check(answer, said, first_free_on, reason, codes.of_region(state.region_id))
    given = {
        "answer": answer, "reason": reason if answer == OutsideAnswer.NOT_US else "", "uuid": str(seen.question_uuid),
        "first_free_on": first_free_on.isoformat() if answer == OutsideAnswer.TAKES and first_free_on else None,
        "sealed": identities.seal(said, seen.question_uuid).hex(),
    }
    row = _ask("select * from referrals_outside_answer(%s, %s, %s::jsonb)", key.proof, dates.now(), json.dumps(given))
    if row["told"] == "written":
        _note("referrals.outside_answered", row, answer=answer)
        outbox.promise("referrals.tell_unit", row["unit"])
        if row["sent_by"]:
            outbox.promise("referrals.tell_user", row["sent_by"])
    return row["told"]


def _check(answer: str, said: dict[str, str], first_free_on: date | None, reason: str, region: codes.Pinned) -> None:
    if answer == OutsideAnswer.TAKES:
        if not said["contact_name"] or not said["contact_phone"]:
            lacking = "contact_phone" if said["contact_name"] else "contact_name"
            raise Refused(_("Kirjoita, kuka ottaa asiakkaan vastaan ja mistä numerosta hänet saa kiinni."), lacking)
        if first_free_on is None or first_free_on < dates.today():
            raise Refused(_("Kirjoita ensimmäinen vapaa päivä. Se on tänään tai myöhemmin."), "first_free_on")
    elif answer == OutsideAnswer.NEEDS_MORE:
        if not said["words"]:
            raise Refused(_("Kirjoita, mitä tietoa tarvitset."), "words")
    elif answer == OutsideAnswer.NOT_US:
        if codes.code("decline_reasons", reason, region=region) is None:
            raise Refused(_("Valitse syy."), "reason")
        if not said["next_service"]:
            raise Refused(_("Kirjoita, kuka voisi auttaa. Näin asiakas ei jää yksin."), "next_service")
    else:
        raise Refused(_("Valitse yksi vastaus."), "answer")


def _note(verb: str, row: dict[str, Any], **details: Any) -> None:
    stream = ("case", row["case_id"]) if row["case_id"] else ("referral", row["referral"])
    record(verb, by=READER, stream=stream, obj=("referral", row["referral"]), question=row["question"], **details)


def _ask(sql: str, *values: Any) -> dict[str, Any] | None:
    """The one row of a question to the database, by the names of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
        return dict(zip([one.name for one in cursor.description], row, strict=True)) if row else None
