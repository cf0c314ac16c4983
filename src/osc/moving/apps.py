from django.apps import AppConfig


class MovingConfig(AppConfig):
    name = "osc.moving"
    label = "moving"
