"""`utility.toml`: everything one utility sets, read once, validated, explained line by line."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from osc.config.sections.bank import Bank
from osc.config.sections.bills import Bills
from osc.config.sections.instalments import Instalments
from osc.config.sections.leaving import Leaving
from osc.config.sections.readings import Readings
from osc.config.sections.registration import RegistrationRules
from osc.config.sections.security import Security
from osc.config.sections.tariffs import Tariffs

Text = Annotated[str, msgspec.Meta(min_length=1)]
Phone = Annotated[str, msgspec.Meta(pattern=r"^[+0-9][0-9 /\-]{3,}$")]


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How customers reach people."""

    phone: Phone
    outage_phone: Phone
    opening_hours: Text
    email: Text
    street: Text
    city: Text
    answer_days: Annotated[int, msgspec.Meta(ge=1, le=30)] = 5


class MailSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sender of all mails; `domain` goes into message ids."""

    sender: Text
    reply_to: Text
    domain: Text


class ContractAccountFormat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a contract account number looks (R-NUM-1)."""

    prefix: Annotated[str, msgspec.Meta(max_length=4, pattern="^[A-Z]*$")] = "IR"
    digits: Annotated[int, msgspec.Meta(ge=6, le=12)] = 8


class Legal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the imprint, privacy and accessibility pages must say.

    `public_body`: whom customers may turn to when the utility is a public body under the law of its Land; empty
    for all others.
    """

    company: Text
    represented_by: Text
    register: Text
    vat_id: Text
    supervisory_authority: Text
    data_protection_officer: Text
    data_protection_authority: Text
    conciliation_body: Text
    accessibility_contact: Text
    accessibility_statement_of: date
    enforcement_body: Text
    public_body: str = ""


class Portal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Switches of the portal."""

    registration_mode: Literal["faq_compat", "strict"] = "faq_compat"
    land: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")] = "NW"
    languages: tuple[Literal["de", "en"], ...] = ("de", "en")
    old_portal_since: date | None = None
    old_portal_until: date | None = None


class Utility(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One utility; nothing in code assumes that there is only one."""

    name: Text
    short: Text
    brand: Text
    contact: Contact
    mail: MailSettings
    legal: Legal
    contract_account: ContractAccountFormat = msgspec.field(default_factory=ContractAccountFormat)
    portal: Portal = msgspec.field(default_factory=Portal)
    readings: Readings = msgspec.field(default_factory=Readings)
    instalments: Instalments = msgspec.field(default_factory=Instalments)
    bank: Bank = msgspec.field(default_factory=Bank)
    leaving: Leaving = msgspec.field(default_factory=Leaving)
    tariffs: Tariffs = msgspec.field(default_factory=Tariffs)
    bills: Bills = msgspec.field(default_factory=Bills)
    registration: RegistrationRules = msgspec.field(default_factory=RegistrationRules)
    security: Security = msgspec.field(default_factory=Security)


class SettingsRefused(Exception):
    """The settings file can't be used; the message names file, place and what is expected there."""


def read_utility(path: Path) -> Utility:
    """Reads and validates the file. Raises SettingsRefused with a sentence that says where and why."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Utility)
    except FileNotFoundError:
        raise SettingsRefused(f"{path}: there is no such file. Set OSC_UTILITY to your utility.toml") from None
    except msgspec.DecodeError as error:
        raise SettingsRefused(f"{path}: {error}") from None


def explain(utility: Utility) -> list[str]:
    """One line per setting with its value, for `osc check`."""
    lines = []
    for name, value in msgspec.structs.asdict(utility).items():
        if isinstance(value, msgspec.Struct):
            lines.append(f"[{name}]  {(type(value).__doc__ or '').strip()}")
            lines += [f"  {key} = {inner!r}" for key, inner in msgspec.structs.asdict(value).items()]
        else:
            lines.append(f"{name} = {value!r}")
    return lines
