"""What production refuses to start with, each with the sentence that says what to do."""

SECRET_KEY_MIN_CHARS = 50
SECRET_KEY_MIN_DIFFERENT = 12
INSECURE = "insecure"  # part of every key that is written down in this repository


def refusals(
    *, debug: bool, secret_key: str, allowed_hosts: list[str], database_url: str
) -> list[str]:
    """Returns: one sentence for each setting that is not fit for production; empty where all are.

    The settings of the database itself are judged once it answers (config/durability.py).
    """
    found = []
    if debug:
        found.append("DEBUG must be off: it shows settings and code to everybody. Unset DEBUG.")
    if (
        len(secret_key) < SECRET_KEY_MIN_CHARS
        or len(set(secret_key)) < SECRET_KEY_MIN_DIFFERENT
        or INSECURE in secret_key
    ):
        found.append(
            f"SECRET_KEY must be a secret of at least {SECRET_KEY_MIN_CHARS} random characters. "
            "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if not allowed_hosts or "*" in allowed_hosts:
        found.append(
            "ALLOWED_HOSTS must name the hosts that Rejoinder answers for, like debate.example.org."
        )
    if not database_url:
        found.append(
            "DATABASE_URL must name the PostgreSQL to use: the embedded one is for development."
        )
    return found
