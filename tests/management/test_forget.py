"""`manage.py forget`, and the worker that does the same once an hour."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from accounts.limits import KEPT_ANSWER_SECONDS
from accounts.models import KeptAnswer, Rate, User
from debate.limits import WITHDRAWN_KEPT_DAYS
from debate.models import Claim
from tests import factories
from tests.factories import Thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawn(thread: Thread, bob: User) -> Claim:
    said = factories.reply(thread.point, bob)
    factories.withdraw(said)
    long_ago = timezone.now() - timedelta(days=WITHDRAWN_KEPT_DAYS + 1)
    Claim.objects.filter(pk=said.pk).update(withdrawn_at=long_ago)
    return said


def test_it_forgets_what_is_over_and_says_how_much(withdrawn: Claim) -> None:
    session = SessionStore()
    session.set_expiry(-1)
    session.save()
    ended = timezone.now() - timedelta(hours=1)
    Rate.objects.create(scope="sign_in_name", subject="bob", window=1, count=1, ends_at=ended)
    for told in (
        "1 withdrawn claims\n1 sessions, 1 counters, 0 answers\n",
        "0 sessions, 0 counters, 0 answers\n",
    ):
        out = StringIO()
        call_command("forget", stdout=out)
        assert out.getvalue() == told
    withdrawn.refresh_from_db()
    assert withdrawn.text == ""
    assert not Session.objects.exists()


def test_the_worker_forgets_too(withdrawn: Claim) -> None:
    old = timezone.now() - timedelta(seconds=KEPT_ANSWER_SECONDS + 1)
    KeptAnswer.objects.create(person=withdrawn.author, key="a", status=201, at=old)
    call_command("work", once=True)
    withdrawn.refresh_from_db()
    assert withdrawn.text == ""
    assert not KeptAnswer.objects.exists()
