"""The sentences for what accounts refuses."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Refusal, TooMany

SENTENCES: dict[str, Callable[[], str]] = {
    "handle_shape": lambda: _(
        "Use %(min)d to %(max)d letters a to z, digits, hyphens or underscores, "
        "with a letter or digit at both ends."
    ),
    "handle_reserved": lambda: _("This handle is kept for the site. Choose another."),
    "handle_taken": lambda: _("Somebody already has this handle. Choose another."),
    "already_a_person": lambda: _("This account was made already. Sign in with it."),
    "email_taken": lambda: _("There is already an account with this e-mail address."),
    "display_name_missing": lambda: _("Write the name that others are to see."),
    "display_name_unseen": lambda: _(
        "This name has characters in it that cannot be seen. Type it again without them."
    ),
    "display_name_long": lambda: _("Keep your name to %(max)d characters."),
    "email_shape": lambda: _("This is no e-mail address. Write one like name@example.org."),
    "language_unknown": lambda: _("This site does not speak that language. Choose another."),
    "time_zone_unknown": lambda: _("There is no such time zone. Choose one from the list."),
    "theme_unknown": lambda: _("Choose one of the looks on offer."),
    "password_wrong": lambda: _("That is not your password. Check it and try again."),
    "type_your_handle": lambda: _("Type your handle to confirm that you want this."),
    "last_of_staff": lambda: _(
        "You are the last member of staff. Make somebody else staff before you leave."
    ),
    "password_long": lambda: _("Keep your password to %(max)d characters."),
    "password_unreadable": lambda: _(
        "Some characters in this password cannot be kept. Choose another."
    ),
    "password_weak": lambda: "%(problems)s",  # the sentences of Django's validators
    "recovery_no_match": lambda: _(
        "That name and code do not match, or the code is used up. Check both and try again."
    ),
    "reset_link_spent": lambda: _("This link is used up or too old. Ask for a new one."),
    "sign_in_to_settings": lambda: _("Sign in to change your settings."),
    "guests_have_no_settings": lambda: _("A guest has no settings. Make an account to have some."),
    "mail_not_sent": lambda: _("The mail could not be sent. Try again in a few minutes."),
    "no_mail_here": lambda: _("This site cannot send mail. Use a recovery code instead."),
    "account_closed": lambda: _("This account is closed. Nobody can sign in with it."),
    "token_not_valid": lambda: _(
        "This token is not valid: it may be mistyped, expired or revoked. Make another one."
    ),
    "token_name_missing": lambda: _("Give the token a name, such as that of the program."),
    "token_name_unseen": lambda: _(
        "This name has characters in it that cannot be seen. Type it again without them."
    ),
    "token_name_long": lambda: _("Keep the name to %(max)d characters."),
    "token_days_unknown": lambda: _("Choose one of the times on offer."),
    "choose_scopes": lambda: _("Choose at least one of the things that the program may do."),
    "guests_have_no_tokens": lambda: _("A guest has no tokens. Make an account to have some."),
    "suspended_makes_no_token": lambda: _(
        "Your account is suspended, so you cannot make tokens. You can revoke those you have."
    ),
    "too_many_tokens": lambda: _("You have %(most)d tokens already. Revoke one first."),
    "no_token": lambda: _("You have no such token. It may be revoked already."),
    "sign_in_to_tokens": lambda: _("Sign in to see and make tokens."),
    "send_one_object": lambda: _(
        "Send one JSON object, with the names of fields and their values."
    ),
    "idempotency_key_not_valid": lambda: _(
        "An Idempotency-Key has 1 to %(most)s printable characters of ASCII."
    ),
    "idempotency_key_not_taken": lambda: _(
        "This answer is shown once and kept nowhere. Ask without an Idempotency-Key."
    ),
    "json_too_deep": lambda: _("The body has more than %(most)s levels. Send it flatter."),
    "json_name_twice": lambda: _("The same name comes twice in one object. Send each name once."),
    "too_many_sign_in_name": lambda: _("Too many tries to sign in with this name."),
    "too_many_sign_in_network": lambda: _("Too many tries to sign in from your network."),
    "too_many_print": lambda: _("Too many large debates printed or exported from your network."),
    "too_many_reads": lambda: _("Too many requests in a short time."),
    "too_many_search": lambda: _("Too many searches in a short time."),
    "too_many_sign_up": lambda: _("Too many new accounts from your network."),
    "too_many_password_check": lambda: _("Too many tries of your password."),
    "too_many_reset_address": lambda: _("Too many mails to this address."),
    "too_many_reset_network": lambda: _("Too many mails asked for from your network."),
    "too_many_recovery_name": lambda: _("Too many tries of recovery codes with this name."),
    "too_many_recovery_network": lambda: _("Too many tries of recovery codes from your network."),
    "too_many_export": lambda: _("Too many copies of your data in a short time."),
    "too_many_codes": lambda: _(
        "No class is open under this code. Compare it with the one on the board: the right one "
        "works at once. Many wrong ones were typed just now."
    ),
    "too_many_pins": lambda: _("Many wrong PINs were typed in this class. Leave the PIN empty."),
    "too_many_pins_network": lambda: _(
        "Many wrong PINs were typed in this class. Leave the PIN empty."
    ),
    "too_many_sign_up_try": lambda: _("Too many tries to sign up from your network."),
}

KINDS: dict[type[Refusal], Callable[[], str]] = {
    Invalid: lambda: _("What you sent cannot be taken as it is."),
    NotSignedIn: lambda: _("Sign in first."),
    NotAllowed: lambda: _("You may not do this."),
    NotFound: lambda: _("It was moved or withdrawn, or it is not open to you."),
    Conflict: lambda: _("This cannot be done now."),
    TooMany: lambda: _("Too much in too short a time."),
}


def knows(code: str) -> bool:
    """Whether a refusal's code is worded here."""
    return code in SENTENCES


def sentence(refusal: Refusal) -> str:
    """What to tell the person who was refused; by kind, where the code is not worded here."""
    words = SENTENCES.get(refusal.code) or next(
        (words for kind, words in KINDS.items() if isinstance(refusal, kind)), KINDS[Conflict]
    )
    told = words() % refusal.facts if refusal.facts else words()
    if isinstance(refusal, TooMany):
        return f"{told} {when(refusal.retry_after_seconds)}"
    return told


def when(seconds: int) -> str:
    """When to try again, in the unit that people would use, rounded up."""
    if seconds < 60:
        return ngettext(
            "Try again in %(count)d second.", "Try again in %(count)d seconds.", seconds
        ) % {"count": seconds}
    minutes = -(-seconds // 60)
    if minutes < 120:
        return ngettext(
            "Try again in %(count)d minute.", "Try again in %(count)d minutes.", minutes
        ) % {"count": minutes}
    hours = -(-minutes // 60)
    return ngettext("Try again in %(count)d hour.", "Try again in %(count)d hours.", hours) % {
        "count": hours
    }
