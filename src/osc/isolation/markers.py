"""A query without scope has to say why."""

from collections.abc import Callable
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[..., object])


def unscoped(*, reason: str) -> Callable[[Function], Function]:
    """Marks a query that may see every customer's rows (worker, staff), with the reason."""
    assert reason, "say why this query needs no scope"

    def mark(function: Function) -> Function:
        return function

    return mark
