from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "osc.identity"
    label = "identity"
