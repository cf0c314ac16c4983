"""Settings of a real installation. Refuses to start half-configured."""

from osc.config.settings.base import *  # noqa: F403 - settings inherit
from osc.config.settings.base import (
    BASE_URL,
    BILLING_FOLDER,
    BILLING_URL,
    DATABASES,
    FIELD_KEY,
    RESPONSE_HEADERS,
    SECRET_KEY,
)
from osc.config.utility import SettingsRefused
from osc.foundation.sealing import usable_keys

_missing = [
    name
    for name, value in {
        "OSC_SECRET_KEY (50 random characters)": len(SECRET_KEY) >= 50,
        "OSC_FIELD_KEY (id:32 random characters or more, the newest first)": usable_keys(FIELD_KEY),
        "DATABASE_URL": DATABASES["default"].get("NAME"),
        "OSC_BILLING_URL (or OSC_BILLING_FOLDER)": BILLING_URL or BILLING_FOLDER,
        "OSC_BASE_URL (https://…)": BASE_URL.startswith("https://"),
    }.items()
    if not value
]
if _missing:
    raise SettingsRefused("Set these environment variables first: " + ", ".join(_missing))

SESSION_COOKIE = "__Host-osc_session"
DEVICE_COOKIE = "__Host-device"
CSRF_COOKIE_NAME = "__Host-osc_csrf"
CSRF_COOKIE_SECURE = True
# the proxy in front speaks TLS, redirects to it and sets this header
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
RESPONSE_HEADERS = {**RESPONSE_HEADERS, "Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
