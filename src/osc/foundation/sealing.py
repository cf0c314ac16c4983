"""Values that nobody may read in the database: sealed with AES-256-GCM, found again by a keyed fingerprint."""

import hashlib
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = "sealed:"
SHORTEST_SECRET = 32
_NONCE_BYTES = 12


class NotOpened(Exception):
    """The value was sealed with a key that is not listed, or was tampered with."""


class KeysRefused(ValueError):
    """The list of keys can't be used; the message says what is expected."""


class Sealer:
    """Seals with the first key and opens with all of them; fingerprints use the last, so that they stay equal
    when a new key is put in front."""

    def __init__(self, keys: str) -> None:
        """`keys` is `id:secret` or `new:secret,old:secret`. Raises KeysRefused."""
        self._secrets: dict[str, str] = {}
        for entry in filter(None, (each.strip() for each in keys.split(","))):
            name, _, secret = entry.partition(":")
            if not name.isalnum() or len(secret) < SHORTEST_SECRET:
                raise KeysRefused(f"expected id:secret with at least {SHORTEST_SECRET} characters of secret")
            self._secrets[name] = secret
        if not self._secrets:
            raise KeysRefused("no key is listed")
        self._first, self._last = next(iter(self._secrets)), next(reversed(self._secrets))
        self._ciphers: dict[str, AESGCM] = {}

    def _derive(self, name: str, purpose: str) -> bytes:
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"osc {purpose}".encode()).derive(
            self._secrets[name].encode()
        )

    def _cipher(self, name: str) -> AESGCM:
        if name not in self._ciphers:
            self._ciphers[name] = AESGCM(self._derive(name, "seal"))
        return self._ciphers[name]

    @cached_property
    def digest_key(self) -> bytes:
        """For content hashes over something that is stored sealed: without it the value could be guessed."""
        return self._derive(self._last, "fingerprint")

    def seal(self, text: str) -> str:
        """`sealed:<key id>:<base64>`; the same text is sealed differently each time."""
        nonce = os.urandom(_NONCE_BYTES)
        body = self._cipher(self._first).encrypt(nonce, text.encode(), self._first.encode())
        return f"{MARK}{self._first}:{urlsafe_b64encode(nonce + body).decode()}"

    def is_current(self, sealed: str) -> bool:
        """True for what was sealed with the first key."""
        return sealed.startswith(f"{MARK}{self._first}:")

    @property
    def outdated(self) -> str:
        """The pattern of what was sealed with any other key, for PostgreSQL and Python."""
        return f"{MARK}(?!{self._first}:)[A-Za-z0-9]+:"

    def open(self, sealed: str) -> str:
        """The text that was sealed. Raises NotOpened."""
        name, _, body = sealed.removeprefix(MARK).partition(":")
        if not is_sealed(sealed) or name not in self._secrets:
            raise NotOpened(f"no key {name!r} is listed")
        try:
            raw = urlsafe_b64decode(body)
            return self._cipher(name).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], name.encode()).decode()
        except (InvalidTag, ValueError):
            raise NotOpened("the sealed value was changed") from None

    def open_if_sealed(self, text: str) -> str:
        """The text itself when it was never sealed. Raises NotOpened."""
        return self.open(text) if is_sealed(text) else text

    def fingerprint(self, text: str) -> str:
        """32 hexadecimal characters, equal for equal texts, worthless without the key."""
        return hashlib.blake2b(text.encode(), key=self.digest_key, digest_size=16).hexdigest()


def is_sealed(text: str) -> bool:
    """True for what `seal` returned."""
    return text.startswith(MARK)


def usable_keys(keys: str) -> bool:
    """True when a Sealer takes this list."""
    try:
        Sealer(keys)
    except KeysRefused:
        return False
    return True
