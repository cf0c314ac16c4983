"""Reading a file of old log-ins: CSV with a header line, or one JSON object a line. Hashes are not taken over."""

import csv
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from osc.foundation.identifiers import IdentifierRefused, canonical_contract_account
from osc.identity.rules.email import canonical_email, looks_like_email


class OldLoginsRefused(ValueError):
    """The file can't be used; the message says which line and why."""


@dataclass(frozen=True, slots=True)
class OldLoginRow:
    """One log-in of the old portal."""

    user_name: str
    email: str
    account_numbers: tuple[str, ...]


def canonical_user_name(text: str) -> str:
    """As it is compared: NFKC, no blanks around, any case."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def read_old_logins(lines: Iterable[str], *, prefix: str, digits: int) -> Iterator[OldLoginRow]:
    """Every line or none: raises OldLoginsRefused at the first that can't be used."""
    for number, fields in _records(lines):
        try:
            yield _row(fields, prefix=prefix, digits=digits)
        except (IdentifierRefused, KeyError, TypeError, ValueError) as error:
            raise OldLoginsRefused(f"line {number}: {error}") from None


def _records(lines: Iterable[str]) -> Iterator[tuple[int, Mapping[str, object]]]:
    kept = [line for line in lines if line.strip()]
    if kept and kept[0].lstrip("\ufeff").startswith("{"):
        for number, line in enumerate(kept, 1):
            try:
                yield number, json.loads(line.lstrip("\ufeff"))
            except json.JSONDecodeError as error:
                raise OldLoginsRefused(f"line {number}: {error}") from None
    elif kept:
        kept[0] = kept[0].lstrip("\ufeff")
        separator = ";" if ";" in kept[0] else ","
        for number, row in enumerate(csv.DictReader(kept, delimiter=separator), 2):
            yield number, {**row, "contract_accounts": (row.get("contract_accounts") or "").split()}


def _row(fields: Mapping[str, object], *, prefix: str, digits: int) -> OldLoginRow:
    user_name, email = canonical_user_name(str(fields["user_name"])), canonical_email(str(fields["email"]))
    if not user_name:
        raise ValueError("no user name")
    if not looks_like_email(email):
        raise ValueError("no e-mail address")
    numbers = fields["contract_accounts"]
    if not isinstance(numbers, list):
        raise TypeError("contract_accounts is a list of numbers")
    accounts = tuple(canonical_contract_account(str(each), prefix=prefix, digits=digits) for each in numbers)
    return OldLoginRow(user_name, email, accounts)
