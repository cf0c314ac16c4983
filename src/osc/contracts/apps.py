from django.apps import AppConfig


class ContractsConfig(AppConfig):
    name = "osc.contracts"
    label = "contracts"
