"""Text and files kept so that only the application can read them, bound to the row they belong to (AES-256-GCM)."""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


class SealBroken(ValueError):
    """The text was changed, or belongs to another row or purpose."""


def seal_text(text: str, *, purpose: str, bound_to: str) -> bytes:
    """Ciphertext of `text`; opens only with the same purpose and the same row (`bound_to`)."""
    return seal_bytes(text.encode(), purpose=purpose, bound_to=bound_to)


def open_text(sealed: bytes | memoryview, *, purpose: str, bound_to: str) -> str:
    """The text again. Raises SealBroken when it was moved or changed."""
    return open_bytes(sealed, purpose=purpose, bound_to=bound_to).decode()


def seal_bytes(content: bytes, *, purpose: str, bound_to: str) -> bytes:
    """The same of a file's bytes."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher(purpose).encrypt(nonce, content, bound_to.encode())


def open_bytes(sealed: bytes | memoryview, *, purpose: str, bound_to: str) -> bytes:
    """The bytes again. Raises SealBroken when they were moved or changed."""
    data = bytes(sealed)
    try:
        return _cipher(purpose).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], bound_to.encode())
    except InvalidTag as error:
        raise SealBroken from error


def _cipher(purpose: str) -> AESGCM:
    return AESGCM(_key(purpose, settings.HETU_KEY))


@lru_cache(maxsize=64)
def _key(purpose: str, master: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"rinnalla:{purpose}".encode()).derive(master)
