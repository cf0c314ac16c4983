"""The path of a named page, looked up once."""

from functools import cache
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse

NO_ID = UUID(int=0)


def path_to(name: str, id_: UUID | str | int | None = None, *more: UUID | str) -> str:
    """The path of a named page, with ids where it is about one thing; patterns with one id are looked up once."""
    if id_ is None:
        return _fixed(name)
    if isinstance(id_, int) or more:
        return reverse(name, args=[id_, *more])
    before, after = _around(name)
    return f"{before}{quote(str(id_), safe='')}{after}"


@cache
def _fixed(name: str) -> str:
    return reverse(name)


@cache
def _around(name: str) -> tuple[str, str]:
    """What stands before and after the id in the path of a page about one thing."""
    before, _, after = reverse(name, args=[NO_ID]).partition(str(NO_ID))
    return before, after
