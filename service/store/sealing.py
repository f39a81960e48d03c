"""Encryption at rest: every letter has a key of its own, which goes with its row.

AES-256-GCM (NIST SP 800-38D) with random 96-bit nonces. The letter's key is wrapped with a key derived (HKDF, RFC 5869)
from the secret of the installation, so that a copy of the database without the secret opens nothing. Every sealed
thing names the letter and what it is as associated data: nothing can be moved to another letter or taken for another
thing.

What this does not do: protect against someone who can read both the data folder and the memory of the running service.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.store.errors import SealBroken

_NONCE = 12
_PLAIN, _DEFLATED = b"\1", b"\2"


@dataclass(frozen=True, slots=True)
class Seal:
    """The key of one letter, ready for use."""

    audit_id: str
    key: bytes

    def close(self, data: bytes, what: str, *, deflate: bool = False) -> bytes:
        """The data, sealed. ``what`` must be named to open it again; ``deflate`` first makes it smaller."""
        nonce = os.urandom(_NONCE)
        mark = _DEFLATED if deflate else _PLAIN
        body = zlib.compress(data, 6) if deflate else data
        return mark + nonce + AESGCM(self.key).encrypt(nonce, body, mark + self._name(what))

    def open(self, sealed: bytes, what: str) -> bytes:
        """The data. Raises ``SealBroken``."""
        mark, nonce, body = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            data = AESGCM(self.key).decrypt(nonce, body, mark + self._name(what))
        except (InvalidTag, ValueError) as fault:
            raise SealBroken(what) from fault
        return zlib.decompress(data) if mark == _DEFLATED else data

    def _name(self, what: str) -> bytes:
        return f"{self.audit_id}:{what}".encode()


def sealed_digest(seal: Seal, digest: bytes, version: int) -> bytes:
    """The line of a letter in a list, sealed for the version of the report that it was made of."""
    return seal.close(digest, f"digest-{version}", deflate=True)


class Keyring:
    """Makes letters' keys, and opens those that rows hold."""

    def __init__(self, secret: bytes) -> None:
        self._wrapper = AESGCM(HKDF(SHA256(), 32, salt=None, info=b"kravvakt letter keys 1").derive(secret))

    def new(self, audit_id: str) -> tuple[Seal, bytes]:
        """A new letter's seal, and its key wrapped for the row."""
        key = AESGCM.generate_key(256)
        nonce = os.urandom(_NONCE)
        return Seal(audit_id, key), nonce + self._wrapper.encrypt(nonce, key, audit_id.encode())

    def seal(self, audit_id: str, wrapped: bytes) -> Seal:
        """The seal of a row. Raises ``SealBroken`` when it was wrapped with another secret."""
        try:
            return Seal(audit_id, self._wrapper.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], audit_id.encode()))
        except (InvalidTag, ValueError) as fault:
            raise SealBroken("the key of a letter was wrapped with another secret") from fault
