"""Paths of the customer pages; names in German, because customers see them. Each folder brings its own."""

from importlib import import_module

FOLDERS = (
    "accesses",
    "overview",
    "sign_in",
    "passwords",
    "security",
    "registration",
    "accounts",
    "delegates",
    "readings",
    "consumption",
    "instalments",
    "bank",
    "contracts",
    "leaving",
    "moving",
    "tariffs",
    "person",
    "cases",
    "inbox",
    "documents",
    "bills",
    "post",
    "help",
    "system",
)

app_name = "portal"
urlpatterns = [route for folder in FOLDERS for route in import_module(f"osc.portal.{folder}.urls").urlpatterns]
