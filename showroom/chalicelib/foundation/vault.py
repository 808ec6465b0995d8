"""The vault: no personal field is ever in the table in clear.

Each subject (a client, a member of staff) has a data key of 256 bits, wrapped by a `KeyRing` and kept in the `keys`
table, apart from everything else: deleting that one row shreds all that was ever sealed for the subject, and restoring
an old copy of the main table does not bring it back. Values are sealed with AES-256-GCM; the additional data names
table, key and attribute, so a ciphertext moved elsewhere does not open. Lookups use keyed blind indexes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pynamodb.attributes import BinaryAttribute

from chalicelib.foundation.clock import Clock, minute_of
from chalicelib.foundation.errors import NotFound
from chalicelib.foundation.ids import encode
from chalicelib.foundation.table import KEYS, Item, Key, Step, Table, create

_CACHE_SIZE = 100
_CACHE_MINUTES = 5
_NONCE = 12


class Place(Key):
    """Where a sealed value lives: an item's key and, in `attribute`, which of its attributes."""

    attribute: str

    def __new__(cls, key: Key, attribute: str) -> Place:
        place = super().__new__(cls, *key)
        place.attribute = attribute
        return place

    @property
    def aad(self) -> bytes:
        """Additional authenticated data: table, partition key, sort key, attribute, unambiguously framed."""
        return json.dumps(["main", self.pk, self.sk, self.attribute]).encode()


class KeyRing(Protocol):
    """Wraps data keys under a master key that never leaves it."""

    def wrap(self, subject: str, key: bytes) -> bytes:
        """Return the wrapped key, bound to its subject."""

    def unwrap(self, subject: str, wrapped: bytes) -> bytes:
        """Return the key. Raises NotFound when it was wrapped for another subject or another master key."""


class LocalKeyRing:
    """A KeyRing whose master key is a secret of this deployment; also what tests and the demo use."""

    def __init__(self, master: bytes) -> None:
        """`master` is 32 bytes."""
        self._cipher = AESGCM(master)

    def wrap(self, subject: str, key: bytes) -> bytes:
        """Wrap with AES-256-GCM, the subject as additional data."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, key, subject.encode())

    def unwrap(self, subject: str, wrapped: bytes) -> bytes:
        """Unwrap; a foreign subject or master key is NotFound, never a guess."""
        try:
            return self._cipher.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], subject.encode())
        except (InvalidTag, ValueError):  # ValueError: too short to hold a nonce
            raise NotFound("the key of this subject cannot be opened") from None


class DataKeyItem(Item):
    """A subject's wrapped data key; deleting it is erasure."""

    class Meta:
        table_name = KEYS

    wrapped = BinaryAttribute(legacy_encoding=False)


def data_key_key(subject: str) -> Key:
    """Where a subject's data key lives, in the `keys` table."""
    return Key(f"KEY#{subject}", "KEY")


class Admission:
    """A subject's first data key: the step that keeps it, and what is sealed in the same transaction."""

    def __init__(self, step: Step, key: bytes) -> None:
        self.step = step
        self._key = key

    def seal(self, place: Place, value: Any) -> bytes:
        """Return `value` sealed for one place; it opens once the step has committed."""
        return _sealed(self._key, place, value)


class Vault:
    """Seals and opens personal values, and makes blind indexes for looking people up."""

    def __init__(self, table: Table, ring: KeyRing, index_key: bytes, clock: Clock) -> None:
        self._table, self._ring, self._index_key, self._clock = table, ring, index_key, clock
        self._cache: OrderedDict[str, tuple[bytes, int]] = OrderedDict()
        self._lock = Lock()

    def admit(self, subject: str) -> Admission:
        """Make a data key for a new subject. Nothing opens under it until the admission's step has committed.

        The key is not remembered here: two requests may admit one subject at the same time, and only one will commit.
        """
        key = AESGCM.generate_key(256)
        item = DataKeyItem(*data_key_key(subject), wrapped=self._ring.wrap(subject, key))
        return Admission(create("vault.admit", item), key)

    def forget(self, subject: str) -> None:
        """Drop a subject's key from this process, after it was shredded."""
        with self._lock:
            self._cache.pop(subject, None)

    def prepare(self, subjects: Iterable[str]) -> None:
        """Read the keys of up to a hundred subjects in one call, so that opening values for each asks no more."""
        now = minute_of(self._clock())
        with self._lock:
            missing = [one for one in dict.fromkeys(subjects) if one not in self._cache or now >= self._cache[one][1]]
        wanted = [(DataKeyItem, data_key_key(subject)) for subject in missing[:_CACHE_SIZE]]
        found = self._table.get_many(wanted, consistent=True)
        for subject in missing:
            if item := found.get(data_key_key(subject)):
                self._remember(subject, self._ring.unwrap(subject, item.wrapped))

    def seal(self, subject: str, place: Place, value: Any) -> bytes:
        """Return `value` (anything JSON can say) sealed for one place. Raises NotFound when the key is gone."""
        return _sealed(self._key(subject), place, value)

    def open(self, subject: str, place: Place, sealed: bytes) -> Any:
        """Return what was sealed for this place. Raises NotFound when the key is shredded or the place is another."""
        try:
            clear = AESGCM(self._key(subject)).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.aad)
        except (InvalidTag, ValueError):  # ValueError: too short to hold a nonce
            raise NotFound("this value cannot be opened here") from None
        return json.loads(clear)

    def blind(self, field: str, value: str) -> str:
        """Return the blind index of a normalised value: equal values of one field match, nothing else is told."""
        return encode(hmac.new(self._index_key, f"{field}\0{value}".encode(), hashlib.sha256).digest())

    def derived(self, purpose: str) -> bytes:
        """Return a key of this deployment that serves one purpose and nothing else."""
        return hmac.new(self._index_key, b"derived key\0" + purpose.encode(), hashlib.sha256).digest()

    def fingerprint(self, value: Mapping[str, Any] | None) -> str:
        """Return a keyed hash of a document: proves equality in audit rows without telling what it was."""
        canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
        return encode(hmac.new(self._index_key, b"audit\0" + canonical.encode(), hashlib.sha256).digest())

    def _key(self, subject: str) -> bytes:
        now = minute_of(self._clock())
        with self._lock:
            cached = self._cache.get(subject)
            if cached and now < cached[1]:
                self._cache.move_to_end(subject)
                return cached[0]
        found = self._table.get(DataKeyItem, data_key_key(subject), consistent=True)
        if found is None:
            raise NotFound("nothing is kept for this subject")
        key = self._ring.unwrap(subject, found.wrapped)
        self._remember(subject, key)
        return key

    def _remember(self, subject: str, key: bytes) -> None:
        with self._lock:
            self._cache[subject] = (key, minute_of(self._clock()) + _CACHE_MINUTES)
            self._cache.move_to_end(subject)
            while len(self._cache) > _CACHE_SIZE:
                self._cache.popitem(last=False)


def _sealed(key: bytes, place: Place, value: Any) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    clear = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return nonce + AESGCM(key).encrypt(nonce, clear, place.aad)
