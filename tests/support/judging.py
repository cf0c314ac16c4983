"""What was promised against what was booked: lost, doubled, made up, overtaken; and what belongs to somebody else."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

Entry = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """Everything must be empty."""

    lost: set[str]
    doubled: set[str]
    resent: set[str]
    phantom: set[str]
    overtaken: set[str]

    @property
    def clean(self) -> bool:
        return not any(vars(self).values())


def promise_of(data: Mapping[str, Any]) -> str:
    """What tells one form of a customer from the next, in the words of the message for the billing system."""
    if "registers" in data:
        return f"reading {Decimal(data['registers'][0]['value'])}"
    if "wish_on" in data:
        return f"leave on {data['wish_on']}"
    if "iban" in data:
        return f"debit {data['iban']}"
    if "paperless" in data:
        return f"post {data['contract_account']} {data['paperless']} {data['yearly_paper']}"
    if "tariff" in data:
        return f"tariff {data['tariff']}"
    if "part" in data:
        return f"{data['part']} {data['values']['phone']}"
    if "topic" in data:
        return f"question {data['text']}"
    if "moves_on" in data:
        return f"move on {data['moves_on']}"
    return f"instalment {Decimal(data['amount'])}"


def judge(ok: Iterable[str], unknown: Iterable[str], ledger: list[Entry]) -> Verdict:
    """Compares receipts with the far side's ledger.

    `resent`: handed over once more although the far side would have said, when asked, that it has it.
    `unknown`: the promises of forms whose fate nobody learned; each of them may have been booked once.
    """
    booked: dict[str, list[Entry]] = {}
    for entry in ledger:
        if entry["bookings"]:
            booked.setdefault(entry["data"]["case"], []).append(entry)
    left, phantom = Counter(unknown), set()
    for case in sorted(set(booked) - set(ok)):
        promise = promise_of(booked[case][0]["data"])
        if left[promise]:
            left[promise] -= 1
        else:
            phantom.add(case)
    doubled = {case for case, entries in booked.items() if len(entries) > 1 or entries[0]["bookings"] > 1}
    resent = {case for case, entries in booked.items() if any(entry["deliveries"] > 1 for entry in entries)}
    return Verdict(set(ok) - set(booked), doubled, resent, phantom, _overtaken(booked))


def _overtaken(booked: dict[str, list[Entry]]) -> set[str]:
    """Cases that were booked after a younger one of the same contract account and kind (I5)."""
    lanes: dict[tuple[str, str], datetime] = {}
    found = set()
    for entry in sorted((each for entries in booked.values() for each in entries), key=lambda each: each["first_at"]):
        data = entry["data"]
        lane = (f"{data['contract_account']} {data.get('contract', '')}", entry["kind"])
        accepted = datetime.fromisoformat(data["submitted_at"])
        if accepted < lanes.get(lane, accepted):
            found.add(data["case"])
        lanes[lane] = max(accepted, lanes.get(lane, accepted))
    return found


class Canaries:
    """What belongs to other people and must be on no page of this one."""

    def __init__(self, person: Mapping[str, Any], everybody: Iterable[Mapping[str, Any]]) -> None:
        own = set(person["canaries"])
        self.foreign = sorted({each for other in everybody for each in other["canaries"]} - own - {""})
        self._squeezed = [(each, re.sub(r"\s", "", each)) for each in self.foreign]

    def on(self, page: str) -> set[str]:
        """The canaries of others on this page, however they are spaced."""
        squeezed = re.sub(r"\s|&nbsp;", "", page)
        return {each for each, short in self._squeezed if short in squeezed and self._whole(each, page)}

    def _whole(self, canary: str, page: str) -> bool:
        """`Gasse 1` is not on a page because `Gasse 12` is."""
        spaced = r"(?:\s|&nbsp;)*".join(re.escape(sign) for sign in re.sub(r"\s", "", canary))
        return re.search(rf"(?<!\w){spaced}(?!\w)", page) is not None
