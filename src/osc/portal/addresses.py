"""Where a request comes from; only a proxy we know may say so for somebody else."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The peer's address, or the last X-Forwarded-For entry when the peer is a trusted proxy."""
    peer = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    if peer in settings.TRUSTED_PROXIES:
        claimed = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
        try:
            return str(ip_address(claimed))
        except ValueError:
            return peer
    return peer
