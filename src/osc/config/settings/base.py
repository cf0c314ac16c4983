"""Settings that hold everywhere. What differs comes from the environment and is named in docs/operations."""

import os
from pathlib import Path

from osc.config.clock import system_clock
from osc.config.database import database_from_url
from osc.config.utility import read_utility

CONFIG = Path(__file__).resolve().parent.parent
OSC = CONFIG.parent

UTILITY = read_utility(Path(os.environ.get("OSC_UTILITY", CONFIG / "utilities" / "lindenau.toml")))
SECRET_KEY = os.environ.get("OSC_SECRET_KEY", "")
# id:secret, the newest first; seals IBANs at rest
FIELD_KEY = os.environ.get("OSC_FIELD_KEY", "")
BASE_URL = os.environ.get("OSC_BASE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = os.environ.get("OSC_HOSTS", "127.0.0.1,localhost").split(",")
# addresses of proxies whose X-Forwarded-For counts; everybody else's is ignored
TRUSTED_PROXIES = frozenset(filter(None, os.environ.get("OSC_TRUSTED_PROXIES", "").split(",")))
CLOCK = system_clock
DEMO = False

# the folder of the file door; the HTTP door where there is none
BILLING_FOLDER = os.environ.get("OSC_BILLING_FOLDER", "")
BILLING_DOOR = os.environ.get("OSC_BILLING_DOOR") or (
    "osc.connectors.files.folder:open_door" if BILLING_FOLDER else "osc.connectors.http.client:open_door"
)
BILLING_URL = os.environ.get("OSC_BILLING_URL", "")
BILLING_TOKEN = os.environ.get("OSC_BILLING_TOKEN", "")

# `osc build` makes the folder of assets; until then there is nothing to complain about
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "osc.isolation",
    "osc.audit",
    "osc.limits",
    "osc.interchange",
    "osc.cases",
    "osc.documents",
    "osc.correspondence",
    "osc.submissions",
    "osc.contracts",
    "osc.metering",
    "osc.payments",
    "osc.billing",
    "osc.declarations",
    "osc.leaving",
    "osc.moving",
    "osc.identity",
    "osc.config",
]
MIDDLEWARE = [
    "osc.portal.middleware.FixedHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "osc.portal.middleware.SystemPages",
    "osc.portal.middleware.OneTransaction",
    "osc.portal.csrf.FormsOfOurs",
]
ROOT_URLCONF = "osc.config.urls"
WSGI_APPLICATION = "osc.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.PortalUser"

DATABASES = {"default": database_from_url(os.environ.get("DATABASE_URL", ""))}
if staff_url := os.environ.get("OSC_STAFF_DATABASE_URL", ""):
    DATABASES["staff"] = database_from_url(staff_url)

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [*sorted(OSC.glob("*/templates")), *sorted(OSC.glob("portal/*/templates"))],
        "OPTIONS": {
            "environment": "osc.config.templates.environment",
            "context_processors": ["osc.portal.csrf.one_token"],
        },
    }
]

# OWASP minimum for Argon2id: 19 MiB, two passes, one lane
PASSWORD_HASHERS = ["osc.config.hashers.PortalArgon2"]

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [CONFIG / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("OSC_STATIC_ROOT", OSC.parents[1] / "build" / "static"))
ASSETS = Path(os.environ.get("OSC_ASSETS", OSC.parents[1] / "build" / "assets"))
STATICFILES_DIRS = [ASSETS]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# the same for every answer, files and errors included; nothing from elsewhere, nothing inline
RESPONSE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
SESSION_COOKIE = "osc_session"
DEVICE_COOKIE = "osc_device"
CSRF_COOKIE_NAME = "osc_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "osc.portal.system.views.csrf_failed"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# the folder where the print room takes letters from; empty: letters wait for staff
LETTER_TRAY = os.environ.get("OSC_LETTER_TRAY", "")

EMAIL_HOST = os.environ.get("OSC_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("OSC_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("OSC_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("OSC_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("OSC_SMTP_TLS", "") == "1"
EMAIL_TIMEOUT = 10
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "osc.config.logs.UtcLines", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # a form filled in wrongly is no event of the operator's day
    "loggers": {"django.request": {"level": "ERROR"}, "osc.security": {"level": "INFO"}},
}
