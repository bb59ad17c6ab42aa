from importlib import import_module

from django.apps import AppConfig


class DebateConfig(AppConfig):
    name = "debate"

    def ready(self) -> None:
        # Accounts announces that a name changed or an account closed; this makes us hear it in every process.
        import_module("debate.actions.participants")
