"""The WSGI application that granian serves."""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from django.core.wsgi import get_wsgi_application

# a connection stays with the process that took it, so one process may have six and the other two; a connection that
# ends now and then is dealt anew, and a new one costs little
ANSWERS_BEFORE_CLOSING = 8

_pages = get_wsgi_application()
_answers = count(1)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Every page; one answer in eight closes its connection, so that no process is busy while another is idle."""
    if next(_answers) % ANSWERS_BEFORE_CLOSING:
        return _pages(environ, start_response)

    def start_and_close(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, ("Connection", "close")], *more)

    return _pages(environ, start_and_close)
