from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "rinnalla.outbox"

    def ready(self) -> None:
        """Finds every room's `jobs.py`: later rooms register what to do, so that this one need not know them."""
        autodiscover_modules("jobs")
