from django.apps import AppConfig


class MeteringConfig(AppConfig):
    name = "osc.metering"
    label = "metering"
