"""[security] of utility.toml."""

from typing import Annotated, Literal

from msgspec import Meta, Struct


class Security(Struct, frozen=True, forbid_unknown_fields=True):
    """Passwords, second factors, sessions."""

    password_reset: Annotated[
        Literal["one_time_password", "link"],
        Meta(description="what “Passwort vergessen” mails: a one-time password with a link, or the link alone"),
    ] = "one_time_password"  # noqa: S105 - not a secret
    failed_sign_ins_per_hour: Annotated[
        int,
        Meta(
            ge=20,
            description="failures of unknown browsers together; beyond it each needs the mailed unlock link. "
            "Take five times a normal hour",
        ),
    ] = 300
