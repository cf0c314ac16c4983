from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "osc.declarations"
    label = "declarations"
