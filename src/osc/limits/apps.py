from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "osc.limits"
    label = "limits"
