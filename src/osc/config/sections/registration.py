"""[registration] of utility.toml."""

from typing import Annotated

import msgspec

Count = Annotated[int, msgspec.Meta(ge=1)]
PROVIDERS = (
    "aol.com", "arcor.de", "freenet.de", "gmail.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com",
    "hotmail.de", "icloud.com", "live.de", "mailbox.org", "me.com", "online.de", "outlook.com", "outlook.de",
    "posteo.de", "proton.me", "t-online.de", "web.de", "yahoo.com", "yahoo.de",
)  # fmt: skip


class RegistrationRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Limits and letters of registration (security 6.4)."""

    failures_per_hour: Count = 150
    failures_per_day: Count = 600
    third_item_failures_per_day: Count = 2000
    least_level: Annotated[int, msgspec.Meta(ge=0, le=3)] = 0
    accounts_per_source_and_day: Count = 3
    mailbox_tries_per_day: Count = 5
    mailbox_tries_per_month: Count = 15
    new_mailboxes_per_domain: Count = 20
    big_mail_providers: tuple[str, ...] = PROVIDERS
    letter_valid_days: Count = 30
    letter_every_days: Count = 7
    take_over_days: Count = 7
