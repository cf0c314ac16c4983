from django.apps import AppConfig


class LeavingConfig(AppConfig):
    name = "osc.leaving"
    label = "leaving"
