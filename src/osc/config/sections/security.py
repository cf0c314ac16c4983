"""[security] of utility.toml."""

from typing import Annotated, Literal

import msgspec


class Security(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Passwords, second factors, sessions.

    `password_reset`: what "Passwort vergessen" mails, a one-time password with a link or the link alone.
    `failed_sign_ins_per_hour`: so many failures of unknown browsers together, and each of them needs the mailed
    unlock link; take five times what a normal hour brings.
    """

    password_reset: Literal["one_time_password", "link"] = "one_time_password"  # noqa: S105 - not a secret
    failed_sign_ins_per_hour: Annotated[int, msgspec.Meta(ge=20)] = 300
