"""Connections end now and then, so that processes share the work."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from osc.config import wsgi


def test_one_answer_in_eight_closes_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def page(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")], None)
        return [b"page"]

    started: list[tuple[str, list[tuple[str, str]], Any]] = []
    monkeypatch.setattr(wsgi, "_pages", page)
    for _ in range(16):
        assert wsgi.application({}, lambda *each: started.append(each)) == [b"page"]
    assert all(
        (status, headers[0], error) == ("200 OK", ("Content-Type", "text/plain"), None)
        for status, headers, error in started
    )
    closing = [headers[1:] == [("Connection", "close")] for _, headers, _ in started]
    assert sum(closing) == 2 and closing.index(True) % 8 == (15 - closing[::-1].index(True)) % 8
