from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "osc.documents"
    label = "documents"
