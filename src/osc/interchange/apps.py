from django.apps import AppConfig


class InterchangeConfig(AppConfig):
    name = "osc.interchange"
    label = "interchange"
