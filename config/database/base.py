"""The Django backend of the embedded PostgreSQL: the first connection starts the server."""

from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base

from config.postgres import Cluster, DatabaseNotStarted, unfit_to_serve


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL backend, which also brings the server back after it was killed."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError as error:
            if not unfit_to_serve(error):
                raise
            try:
                Cluster(settings.LOCAL_DIR).ensure_running()
            except DatabaseNotStarted as failure:
                # Django and config.refusals know how to answer an OperationalError
                raise psycopg.OperationalError(str(failure)) from error
            return super().get_new_connection(conn_params)
