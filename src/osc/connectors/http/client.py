"""The HTTP door: a billing system that speaks the interchange over HTTP with a bearer token."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx
from django.conf import settings

from osc.interchange.door import Answer, DoorClosed, DoorRefused, Verdict

TIMEOUT_SECONDS = 5.0
BUSY = {429, 500, 502, 503, 504}


class HttpDoor:
    """See `BillingDoor`. One connection pool per process; every call has a timeout."""

    def __init__(self, base_url: str, token: str) -> None:
        self._client = httpx.Client(
            base_url=base_url, timeout=TIMEOUT_SECONDS, headers={"Authorization": f"Bearer {token}"}
        )

    def ask(self, key: UUID) -> Answer | None:
        response = self._send("GET", f"/v1/submissions/{key}")
        if response.status_code == 404:
            return None
        return _answer(response)

    def submit(self, key: UUID, *, kind: str, version: int, payload: Mapping[str, Any]) -> None:
        body = {"kind": kind, "version": version, "data": payload}
        response = self._send("POST", "/v1/submissions", json=body, headers={"Idempotency-Key": str(key)})
        if response.status_code == 409:
            raise DoorRefused(f"the key is known with other content: {response.text[:200]}")
        # 422 is a verdict too; the read-back tells its reason
        if response.status_code not in {200, 201, 422}:
            raise DoorRefused(f"unexpected answer {response.status_code}")

    def read_feed(self, *, after: int, limit: int) -> tuple[list[bytes], int]:
        response = self._send("GET", "/v1/feed", params={"after": after, "limit": limit})
        lines = [line for line in response.content.split(b"\n") if line]
        try:
            return lines, int(response.headers["X-Next-Cursor"])
        except (KeyError, ValueError):
            raise DoorClosed("the feed came without a cursor") from None

    def document(self, name: str) -> bytes | None:
        response = self._send("GET", f"/v1/documents/{quote(name, safe='')}")
        if response.status_code == 404:
            return None
        if response.status_code != 200:
            raise DoorRefused(f"unexpected answer {response.status_code}")
        return response.content

    def export(self) -> Iterator[bytes]:
        try:
            with self._client.stream("GET", "/v1/export", timeout=None) as response:
                response.raise_for_status()
                rest = b""
                for block in response.iter_bytes(1 << 16):
                    *lines, rest = (rest + block).split(b"\n")
                    yield from (line + b"\n" for line in lines)
                if rest:
                    yield rest
        except httpx.HTTPError as error:
            raise DoorClosed(f"export: {error}") from error

    def close(self) -> None:
        """Gives the connections back."""
        self._client.close()

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            response = self._client.request(method, path, **more)
        except httpx.HTTPError as error:
            raise DoorClosed(f"{type(error).__name__}: {error}") from error
        if response.status_code in BUSY:
            raise DoorClosed(f"answer {response.status_code}", retry_after=_retry_after(response))
        if response.status_code in {401, 403}:
            raise DoorClosed("the billing system refuses our token")
        return response


def _answer(response: httpx.Response) -> Answer:
    try:
        body = response.json()
        return Answer(Verdict(body["status"]), body.get("reason") or "")
    except (ValueError, KeyError, TypeError):
        raise DoorRefused(f"can't read the answer: {response.text[:200]}") from None


def _retry_after(response: httpx.Response) -> float | None:
    try:
        return float(response.headers["Retry-After"])
    except (KeyError, ValueError):
        return None


@cache
def open_door() -> HttpDoor:
    """The door of this process, from the settings."""
    return HttpDoor(settings.BILLING_URL, settings.BILLING_TOKEN)
