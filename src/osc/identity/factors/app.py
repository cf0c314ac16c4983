"""The authenticator app (TOTP): six digits, 30 seconds, each code once."""

import io
from datetime import datetime

import pyotp

from osc.identity.factors.sealing import seal, unseal
from osc.identity.models import AuthenticatorApp, PortalUser

STEP_SECONDS = 30
# clocks of phones are off a little: one step either way
TOLERATED_STEPS = (0, -1, 1)


class CodeRefused(Exception):
    """The code is wrong, too old, or was used before."""


def new_app_secret() -> str:
    """160 random bits in base32, for the app."""
    return pyotp.random_base32()


def app_uri(*, secret: str, email: str, issuer: str) -> str:
    """The otpauth address that the app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def app_picture(uri: str) -> bytes:
    """The address as a QR code, an SVG file of its own."""
    import segno  # seldom needed: processes start without it

    file = io.BytesIO()
    segno.make(uri, error="m").save(file, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False)
    return file.getvalue()


def add_app(*, user: PortalUser, secret: str, code: str, now: datetime) -> None:
    """Links the app once it has shown a right code. Raises CodeRefused."""
    step = _matching_step(secret, code, now)
    AuthenticatorApp.objects.filter(user=user).delete()
    AuthenticatorApp(
        user=user, sealed_secret=seal(secret, belongs_to=str(user.pk)), added_at=now, last_step=step
    ).save(force_insert=True)  # fmt: skip


def use_app_code(*, user_id: object, code: str, now: datetime) -> None:
    """Accepts a code once. Raises CodeRefused."""
    app = AuthenticatorApp.objects.filter(user_id=user_id).first()
    if app is None:
        raise CodeRefused
    step = _matching_step(unseal(app.sealed_secret, belongs_to=str(user_id)), code, now)
    if not AuthenticatorApp.objects.filter(user_id=user_id, last_step__lt=step).update(last_step=step):
        raise CodeRefused


def _matching_step(secret: str, code: str, now: datetime) -> int:
    totp, step_now = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    digits = "".join(code.split())
    for offset in TOLERATED_STEPS:
        if digits.isascii() and pyotp.utils.strings_equal(totp.generate_otp(step_now + offset), digits):
            return step_now + offset
    raise CodeRefused
