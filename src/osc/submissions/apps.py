from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "osc.submissions"
    label = "submissions"
