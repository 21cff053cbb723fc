"""A database of its own for measurements, so that neither demo nor tests are touched."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.test import override_settings

NAME = "rejoinder_bench"


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty database that is dropped at the end, and static files under their plain names."""
    connection.settings_dict["TEST"]["NAME"] = NAME
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    try:
        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
            yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
