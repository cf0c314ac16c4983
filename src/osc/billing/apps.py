from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "osc.billing"
    label = "billing"
