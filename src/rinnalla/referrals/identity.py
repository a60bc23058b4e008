"""Who a referral is about: sealed for its row, and keyed indexes to know a repeat without reading anybody's name."""

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import date

from django.conf import settings

from rinnalla.lib import hetu as hetus
from rinnalla.lib.names import phone_key, search_key
from rinnalla.lib.sealed import open_text, seal_text

PURPOSE = "referral"


@dataclass(frozen=True, repr=False)
class Identity:
    """Name, contacts and identity code of the person a referral is about. `hetu` is the whole code or ""."""

    given_names: str
    family_name: str = ""
    phone: str = ""
    email: str = ""
    hetu: str = ""

    def __repr__(self) -> str:
        return "Identity(…)"

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def masked_hetu(self) -> str:
        return hetus.HIDDEN if self.hetu else ""


def named(name: str, **more: str) -> Identity:
    """An identity from a name written in one field: the last word is the family name."""
    given, _space, family = name.strip().rpartition(" ")
    return Identity(given_names=given.strip() or family, family_name=family if given.strip() else "", **more)


def seal(content: Identity | dict[str, str], uuid: object) -> bytes:
    """Ciphertext of the identity, or of texts by name, that opens for this row only."""
    values = asdict(content) if isinstance(content, Identity) else content
    return seal_text(json.dumps(values, ensure_ascii=False), purpose=PURPOSE, bound_to=str(uuid))


def unseal(sealed: bytes, uuid: object) -> dict[str, str]:
    """What `seal` was given. Raises SealBroken when moved or changed."""
    return json.loads(open_text(sealed, purpose=PURPOSE, bound_to=str(uuid)))


def person_index(region_key: str, identity: Identity) -> bytes:
    """What the same client's referrals share: the index of the identity code, else of folded name and phone."""
    if identity.hetu:
        return hetus.index(identity.hetu, region_key)
    return _keyed(
        "person", region_key, search_key(identity.family_name), search_key(identity.given_names),
        phone_key(identity.phone),
    )


def repeat_index(region_key: str, received_on: date, channel: str, sender: str, person: bytes) -> bytes:
    """What makes two referrals the same one: region, day, channel, sender and person."""
    return _keyed("repeat", region_key, received_on.isoformat(), channel, search_key(sender), person.hex())


def _keyed(*parts: str) -> bytes:
    return hmac.digest(settings.HETU_INDEX_KEY, ("referrals\x00" + "\x00".join(parts)).encode(), "sha256")
