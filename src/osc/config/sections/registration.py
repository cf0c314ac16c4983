"""[registration] of utility.toml."""

from typing import Annotated

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=1)]
PROVIDERS = (
    "aol.com", "arcor.de", "freenet.de", "gmail.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com",
    "hotmail.de", "icloud.com", "live.de", "mailbox.org", "me.com", "online.de", "outlook.com", "outlook.de",
    "posteo.de", "proton.me", "t-online.de", "web.de", "yahoo.com", "yahoo.de",
)  # fmt: skip


class RegistrationRules(Struct, frozen=True, forbid_unknown_fields=True):
    """Limits and letters of registration (security 6.4)."""

    failures_per_hour: Annotated[
        Count, Meta(description="wrong pairs of everybody; beyond it mailboxes must be proven first (level 1)")
    ] = 150
    failures_per_day: Annotated[Count, Meta(description="the same for a day")] = 600
    third_item_failures_per_day: Annotated[
        Count, Meta(description="beyond it the surname is asked as well (level 2)")
    ] = 2000
    least_level: Annotated[
        int,
        Meta(ge=0, le=3, description="your switch while guessing goes on; 3: only the address on file or a letter"),
    ] = 0
    accounts_per_source_and_day: Annotated[
        Count, Meta(description="more different accounts from one line: its mailboxes must be proven first")
    ] = 3
    mailbox_tries_per_day: Annotated[Count, Meta(description="corrections behind the link in the mail")] = 5
    mailbox_tries_per_month: Annotated[Count, Meta(description="the same for a month")] = 15
    new_mailboxes_per_domain: Annotated[
        Count, Meta(description="correction links a day to new mailboxes of one domain")
    ] = 20
    big_mail_providers: Annotated[
        tuple[str, ...], Meta(description="domains of everybody, for which that limit does not hold")
    ] = PROVIDERS
    letter_valid_days: Annotated[Count, Meta(description="how long the code of a letter opens")] = 30
    letter_every_days: Annotated[Count, Meta(description="at most one letter with a code in so many days")] = 7
    take_over_days: Annotated[Count, Meta(description="how long the link for an old log-in opens")] = 7
