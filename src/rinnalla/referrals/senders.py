"""Under which name a sender is shown.

A sender that itself tells something of the person (the prison and probation service) stands under a wider name for
everybody without field group *authority*, on every page, list, answer and log alike (V-37). Which senders those are,
and what they are called then, is data: `shown_as` of a sender kind in `regions/common/codes.yaml`.
"""

from collections.abc import Collection
from functools import lru_cache

from rinnalla.access.actor import Actor
from rinnalla.access.roles import AUTHORITY
from rinnalla.organisations.models import Organisation
from rinnalla.referrals import lists
from rinnalla.referrals.models import Referral
from rinnalla.servicemodels import codes


def is_veiled(kind: str, groups: Collection[str]) -> bool:
    """Whether a reader with these field groups must not learn the real sender."""
    return AUTHORITY not in groups and bool(_veil(kind))


def told(kind: str, name: str, groups: Collection[str]) -> str:
    """The sender's name as a reader with these field groups may know it."""
    return codes.code_name("authority_labels", _veil(kind)) if is_veiled(kind, groups) else name


def told_kind(kind: str, groups: Collection[str]) -> str:
    """The code of the sender's kind for such a reader."""
    return _veil(kind) if is_veiled(kind, groups) else kind


def groups_for(referral: Referral, actor: Actor) -> frozenset[str]:
    """The field groups in which an actor reads a referral's sender: who sent it knows where one works."""
    own = referral.sent_by_id is not None and referral.sent_by_id == actor.user_id
    return actor.field_groups() | {AUTHORITY} if own else actor.field_groups()


def told_of(referral: Referral, actor: Actor) -> str:
    """The sender of a referral as the actor may know it."""
    return told(referral.sender_kind, referral.sender_name, groups_for(referral, actor))


def hides_sender(referral: Referral, actor: Actor) -> bool:
    """Whether the actor may not know who sent the referral, neither the body nor the worker there."""
    return is_veiled(referral.sender_kind, groups_for(referral, actor))


def told_body(organisation: Organisation, groups: Collection[str]) -> str:
    """An organisation's name, as in a log line, for such a reader."""
    return told(lists.sender_kind_of(organisation.kind), organisation.name, groups)


@lru_cache(maxsize=64)
def _veil(kind: str) -> str:
    """The wider name's code; "" for a sender that may be told."""
    found = next((one for one in codes.common().codes.sender_kinds if one.key == kind), None)
    return (found.shown_as if found else None) or ""
