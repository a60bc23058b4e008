"""The Finnish personal identity code (henkilötunnus, hetu): reading, hiding, keeping and finding it.

Section 29 of the Data Protection Act 1050/2018 lets it be handled only where a person must be told apart beyond
doubt, and not shown needlessly: so it is stored encrypted, found by a keyed index, and shown masked.
"""

import base64
import hashlib
import hmac
import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from stdnum import exceptions as stdnum_errors
from stdnum.fi import hetu as stdnum_hetu

from rinnalla.lib.dates import today

HIDDEN = "••••••-••••"
INVENTED = range(900, 1000)  # individual numbers that are never given to a real person

_FORM = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([-+YXWVUABCDEF])([0-9]{3})[0-9A-FHJ-NPR-Y]", re.ASCII)
_CENTURIES = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)


class HetuError(ValueError):
    """A code that will not do. `code` is "form", "date", "check", "not_test" or "sealed" (can't be decrypted).

    The message is for people and never holds the code itself.
    """

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Hetu:
    """A valid code. Written out it is masked, so that none gets into a log by accident; `text` is the whole."""

    text: str = field(repr=False)  # 11 characters, upper case, with its separator
    birth_date: date = field(repr=False)
    individual: int = field(repr=False)

    @property
    def sex(self) -> str:
        """What the code tells: "m" for an odd individual number, "f" for an even one."""
        return "m" if self.individual % 2 else "f"

    @property
    def invented(self) -> bool:
        """Is it of the range that no real person has?"""
        return self.individual in INVENTED

    def __str__(self) -> str:
        return mask(self)


# Reading

_IN_TEXT = re.compile(rf"(?<![0-9A-Z]){_FORM.pattern}(?![0-9A-Z])", re.ASCII | re.IGNORECASE)


def in_text(text: str) -> bool:
    """Whether something that looks like an identity code stands in a text, right or mistyped."""
    return _IN_TEXT.search(text) is not None


def parse(text: str, *, invented_only: bool = False) -> Hetu:
    """Reads a code with any separator of Act 690/2022 (+ - Y X W V U A B C D E F), in any case, with stray spaces.

    `invented_only` is for the demo world: there a code that may be a real person's is refused as "not_test".
    Raises HetuError "form", "date" (no such day, or one to come), "check" or "not_test".
    """
    text = stdnum_hetu.compact("".join(text.split()))
    found = _FORM.fullmatch(text)
    if found is None or int(found[5]) < 2:
        raise HetuError("form", gettext_lazy("Henkilötunnuksessa on 11 merkkiä, esimerkiksi 131052-900W."))
    born = _birth_date(found)
    try:
        stdnum_hetu.validate(text, allow_temporary=True)
    except stdnum_errors.ValidationError as error:
        raise HetuError("check", gettext_lazy("Henkilötunnuksen tarkistusmerkki ei täsmää.")) from error
    hetu = Hetu(text=text, birth_date=born, individual=int(found[5]))
    if invented_only and not hetu.invented:
        raise HetuError("not_test", gettext_lazy("Esittelyssä yksilönumeron on oltava 900–999."))
    return hetu


def _birth_date(found: re.Match[str]) -> date:
    try:
        born = date(_CENTURIES[found[4]] + int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        born = date.max
    if born > today():
        raise HetuError("date", gettext_lazy("Henkilötunnuksen alkuosa ei ole kenenkään syntymäpäivä."))
    return born


def invent(birth_date: date, individual: int, separator: str = "") -> Hetu:
    """A valid code of an invented person. Raises ValueError outside individual numbers 900–999, or where the
    separator does not belong to the century; without one, the first of its century (+, - or A)."""
    if individual not in INVENTED:
        raise ValueError("only individual numbers 900–999 may be invented")
    century = birth_date.year // 100 * 100
    separator = separator or next(sign for sign, start in _CENTURIES.items() if start == century)
    if _CENTURIES.get(separator) != century:
        raise ValueError("the separator is of another century")
    day = f"{birth_date:%d%m%y}"
    check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(f"{day}{individual}") % 31]
    return Hetu(text=f"{day}{separator}{individual}{check}", birth_date=birth_date, individual=individual)


# Hiding


def mask(hetu: Hetu, *, show_birth_date: bool = False) -> str:
    """••••••-••••, or 130489-•••• where the reader may see the birth date. Showing all of it is a logged act."""
    return hetu.text[:7] + "••••" if show_birth_date else HIDDEN


# Keeping. A ciphertext is: id of the key (1 byte) · nonce (12) · AES-256-GCM of the text with its tag

_NONCE = 12
_PURPOSE = b"rinnalla.hetu\x00"


def encrypt(text: str, aad: bytes) -> bytes:
    """Encrypts with the setting HETU_KEY, bound to `aad`: bytes that tell the row, such as table and public id.
    Moved to another row it does not open. Raises ValueError without `aad`."""
    key = _checked_key("HETU_KEY", settings.HETU_KEY)
    head, nonce = _key_id(key), os.urandom(_NONCE)
    return head + nonce + AESGCM(key).encrypt(nonce, text.encode(), _bound(head, aad))


def decrypt(sealed: bytes, aad: bytes) -> str:
    """What `encrypt` was given, with the same `aad`; HETU_OLD_KEYS open what was encrypted before a key change.

    Raises HetuError "sealed" when row, key or bytes are not those it was encrypted with.
    """
    sealed = bytes(sealed)  # a database driver may give a memoryview
    head, nonce, body = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    bound = _bound(head, aad)
    for key in _all_keys():
        with suppress(InvalidTag, ValueError):
            if _key_id(key) == head:
                return AESGCM(key).decrypt(nonce, body, bound).decode()
    raise HetuError("sealed", gettext_lazy("Henkilötunnusta ei voi avata. Kerro tästä järjestelmän ylläpitoon."))


def has_old_key(sealed: bytes) -> bool:
    """Was it encrypted with another key than HETU_KEY? Such rows wait for re-encryption."""
    return bytes(sealed[:1]) != _key_id(_checked_key("HETU_KEY", settings.HETU_KEY))


def _bound(head: bytes, aad: bytes) -> bytes:
    if not aad:
        raise ValueError("a hetu is always bound to its row")
    return _PURPOSE + head + aad


# Finding


def index(hetu: Hetu | str, region_key: str) -> bytes:
    """What a code is found by: HMAC-SHA256 of region and code, 32 bytes, with the setting HETU_INDEX_KEY.

    The same code has another index in another region: a Person belongs to one. Raises HetuError for a text that is
    no code.
    """
    if isinstance(hetu, str):
        hetu = parse(hetu)
    key = _checked_key("HETU_INDEX_KEY", settings.HETU_INDEX_KEY)
    if key in _all_keys():
        raise ImproperlyConfigured("HETU_INDEX_KEY must not be a key that encrypts")
    return hmac.digest(key, f"{region_key}\x00{hetu.text}".encode(), "sha256")


# Keys


def _all_keys() -> list[bytes]:
    old = getattr(settings, "HETU_OLD_KEYS", ())
    return [_checked_key("HETU_KEY", settings.HETU_KEY), *(_checked_key("HETU_OLD_KEYS", key) for key in old)]


@lru_cache(maxsize=16)
def _key_id(key: bytes) -> bytes:
    """One byte made from the key, so that nobody keeps a list of ids. Two keys may share it: both are tried."""
    return hashlib.sha256(_PURPOSE + key).digest()[:1]


@lru_cache(maxsize=16)
def _checked_key(name: str, key: bytes | str) -> bytes:
    """A key as settings give it: 32 bytes, or the same in base64."""
    if isinstance(key, str):
        try:
            key = base64.b64decode(key, validate=True)
        except ValueError:
            key = b""
    if len(key) != 32:
        raise ImproperlyConfigured(f"{name} must be 32 bytes")
    return key
