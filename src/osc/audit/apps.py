from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "osc.audit"
    label = "audit"
