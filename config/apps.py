"""The house itself as a Django app: it has no tables, only system checks."""

from django.apps import AppConfig
from django.core import checks

from config.durability import check_durability


class HouseConfig(AppConfig):
    name = "config"
    label = "house"
    verbose_name = "Rejoinder"

    def ready(self) -> None:
        checks.register(check_durability, checks.Tags.database)
