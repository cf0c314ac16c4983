from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "osc.payments"
    label = "payments"
