"""Column types that PostgreSQL has and Django lacks."""

from django.contrib.postgres.search import SearchVectorField
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


class Lexemes(Func):
    """The words of a text to be searched for, reduced by the rules of its language.

    `debate_lexemes(language, text)` is a function of ours in the database (migration 0003): what a
    generated column calls has to be immutable, and PostgreSQL's own choice of rules is not.
    """

    function = "debate_lexemes"
    output_field = SearchVectorField()


# `text__length` in constraints and queries.
models.CharField.register_lookup(Length)
models.TextField.register_lookup(Length)
