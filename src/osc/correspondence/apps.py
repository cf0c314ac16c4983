from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "osc.correspondence"
    label = "correspondence"
