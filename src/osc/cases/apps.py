from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "osc.cases"
    label = "cases"
