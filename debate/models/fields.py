"""Column types that PostgreSQL has and Django lacks."""

from django.db import models
from django.db.models.expressions import Func
from django.db.models.functions import Length


class TransactionId(Func):
    """The number of the transaction that writes the row."""

    function = "pg_current_xact_id"


class TransactionIdField(models.BigIntegerField):
    """The 64-bit number of a transaction (xid8), comparable with `pg_snapshot_xmin`."""

    def db_type(self, connection: object) -> str:
        return "xid8"

    def rel_db_type(self, connection: object) -> str:
        return "xid8"


# `text__length` in constraints and queries.
models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)
