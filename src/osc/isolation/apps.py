from django.apps import AppConfig


class IsolationConfig(AppConfig):
    name = "osc.isolation"
    label = "isolation"
