"""Settings of a real installation. Refuses to start half-configured."""

from osc.config.settings.base import *  # noqa: F403 - settings inherit
from osc.config.settings.base import BASE_URL, BILLING_URL, DATABASES, SECRET_KEY
from osc.config.utility import SettingsRefused

_missing = [
    name
    for name, value in {
        "OSC_SECRET_KEY (50 random characters)": len(SECRET_KEY) >= 50,
        "DATABASE_URL": DATABASES["default"].get("NAME"),
        "OSC_BILLING_URL": BILLING_URL,
        "OSC_BASE_URL (https://…)": BASE_URL.startswith("https://"),
    }.items()
    if not value
]
if _missing:
    raise SettingsRefused("Set these environment variables first: " + ", ".join(_missing))

SESSION_COOKIE = "__Host-osc_session"
CSRF_COOKIE_NAME = "__Host-osc_csrf"
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; it also sets the header below
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
