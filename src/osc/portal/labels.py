"""The customer's own names of contract accounts, shown wherever a page lists them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from osc.foundation.german_output import spell_contract_account

_labels: ContextVar[Mapping[str, str]] = ContextVar("account_labels")


@contextmanager
def labelled(labels: Mapping[str, str]) -> Iterator[None]:
    """While a page is rendered, its customer's names are known."""
    token = _labels.set(labels)
    try:
        yield
    finally:
        _labels.reset(token)


def account_name(number: str) -> str:
    """`IR 1028 4417` or, with a name of one's own, `IR 1028 4417 (Ferienhaus)`: for lists, never for fields."""
    label = _labels.get({}).get(number, "")
    return f"{spell_contract_account(number)} ({label})" if label else spell_contract_account(number)
