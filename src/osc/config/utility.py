"""`utility.toml`: everything one utility sets, read once, validated, explained line by line."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from msgspec import Meta, Struct, field
from msgspec.structs import asdict

from osc.config.sections.bank import Bank
from osc.config.sections.bills import Bills
from osc.config.sections.energy_mix import EnergyMix, label_on
from osc.config.sections.instalments import Instalments
from osc.config.sections.leaving import Leaving
from osc.config.sections.readings import Readings
from osc.config.sections.registration import RegistrationRules
from osc.config.sections.retention import Retention
from osc.config.sections.security import Security
from osc.config.sections.tariffs import Tariffs

Text = Annotated[str, Meta(min_length=1)]
Phone = Annotated[str, Meta(pattern=r"^[+0-9][0-9 /\-]{3,}$")]


class Contact(Struct, frozen=True, forbid_unknown_fields=True):
    """How customers reach people."""

    phone: Annotated[Phone, Meta(description="customer service")]
    outage_phone: Annotated[Phone, Meta(description="the number for disturbances, day and night")]
    opening_hours: Annotated[Text, Meta(description="when somebody answers")]
    email: Annotated[Text, Meta(description="customer service")]
    street: Annotated[Text, Meta(description="street and house number")]
    city: Annotated[Text, Meta(description="postal code and town")]
    answer_days: Annotated[int, Meta(ge=1, le=30, description="working days until customers get an answer")] = 5


class MailSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The sender of all mails."""

    sender: Annotated[Text, Meta(description="From")]
    reply_to: Annotated[Text, Meta(description="Reply-To")]
    domain: Annotated[Text, Meta(description="goes into message ids")]


class ContractAccountFormat(Struct, frozen=True, forbid_unknown_fields=True):
    """How a contract account number looks (R-NUM-1)."""

    prefix: Annotated[
        str, Meta(max_length=4, pattern="^[A-Z]*$", description="printed before the digits; customers may leave it out")
    ] = "IR"
    digits: Annotated[int, Meta(ge=6, le=12, description="how many digits follow")] = 8


class Legal(Struct, frozen=True, forbid_unknown_fields=True):
    """What the imprint, privacy and accessibility pages must say."""

    company: Annotated[Text, Meta(description="full name of the company")]
    represented_by: Annotated[Text, Meta(description="who represents it")]
    register: Annotated[Text, Meta(description="court and number of the register")]
    vat_id: Annotated[Text, Meta(description="Umsatzsteuer-Identifikationsnummer")]
    supervisory_authority: Annotated[Text, Meta(description="name and address")]
    data_protection_officer: Annotated[Text, Meta(description="mail address")]
    data_protection_authority: Annotated[Text, Meta(description="where customers complain about use of their data")]
    conciliation_body: Annotated[Text, Meta(description="Schlichtungsstelle, name and address")]
    accessibility_contact: Annotated[Text, Meta(description="mail address for barriers on the pages")]
    accessibility_statement_of: Annotated[date, Meta(description="day of the accessibility statement")]
    enforcement_body: Annotated[Text, Meta(description="who supervises accessibility")]
    public_body: Annotated[
        str, Meta(description="who enforces accessibility of a public body under Land law; empty for all others")
    ] = ""


class Portal(Struct, frozen=True, forbid_unknown_fields=True):
    """Switches of the portal."""

    registration_mode: Annotated[
        Literal["faq_compat", "strict"],
        Meta(description="faq_compat: full access after the link; strict: nothing is shown before the letter code"),
    ] = "faq_compat"
    land: Annotated[str, Meta(pattern="^[A-Z]{2}$", description="whose public holidays count")] = "NW"
    languages: Annotated[tuple[Literal["de", "en"], ...], Meta(description="of the pages, the first is usual")] = (
        "de", "en",
    )  # fmt: skip
    old_portal_since: Annotated[date | None, Meta(description="from when customers of an old portal are told")] = None
    old_portal_until: Annotated[date | None, Meta(description="until when its log-ins are taken over")] = None


class Utility(Struct, frozen=True, forbid_unknown_fields=True):
    """One utility; nothing in code assumes that there is only one."""

    name: Annotated[Text, Meta(description="as customers know you")]
    short: Annotated[Text, Meta(description="where there is little room")]
    brand: Annotated[Text, Meta(description="folder with brand.toml and logo.svg: name of a shipped brand or a path")]
    contact: Contact
    mail: MailSettings
    legal: Legal
    contract_account: ContractAccountFormat = field(default_factory=ContractAccountFormat)
    portal: Portal = field(default_factory=Portal)
    readings: Readings = field(default_factory=Readings)
    instalments: Instalments = field(default_factory=Instalments)
    bank: Bank = field(default_factory=Bank)
    leaving: Leaving = field(default_factory=Leaving)
    tariffs: Tariffs = field(default_factory=Tariffs)
    bills: Bills = field(default_factory=Bills)
    registration: RegistrationRules = field(default_factory=RegistrationRules)
    security: Security = field(default_factory=Security)
    retention: Retention = field(default_factory=Retention)
    energy_mix: Annotated[tuple[EnergyMix, ...], Meta(description="Stromkennzeichnung, one block a year")] = ()

    def energy_label(self, day: date) -> EnergyMix | None:
        """The Stromkennzeichnung that counts on a day (R-RE-6)."""
        return label_on(self.energy_mix, day)


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
    """One line per setting with its value and what it does, for `osc check`."""
    return list(_explained(utility, ""))


def _explained(part: Struct, place: str) -> Iterator[str]:
    hints = get_type_hints(type(part), include_extras=True)
    nested: list[tuple[str, Struct]] = []
    for name, value in asdict(part).items():
        if isinstance(value, Struct):
            nested.append((f"[{place}{name}]", value))
        elif isinstance(value, tuple) and all(isinstance(each, Struct) for each in value):
            nested += [(f"[[{place}{name}]]", each) for each in value]
        else:
            yield f"{name} = {_as_toml(value)}  # {_description(hints[name])}"
    for title, inner in nested:
        yield ""
        yield f"{title}  # {(type(inner).__doc__ or '').strip()}"
        yield from _explained(inner, title.strip("[]") + ".")


def _as_toml(value: object) -> str:
    return "(not set)" if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _description(hint: Any) -> str:
    """What `Meta(description=…)` says; an alias may carry limits of its own before it."""
    return next(str(meta.description) for meta in getattr(hint, "__metadata__", ()) if meta.description)
