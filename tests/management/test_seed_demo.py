from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from debate.management.demo.cast import DEMO_PASSWORD
from debate.management.demo.seed import demo_debates, demo_sign_ins, seed_demo
from debate.models import (
    Change,
    Claim,
    ClaimRevision,
    Debate,
    Essay,
    Passage,
    Position,
    Source,
    Vote,
)
from tests import factories

KNIFE = "Do Not Lend Them the Knife"


@pytest.fixture
def demo(db: None) -> dict[str, Debate]:
    """The two debates of the demo by the titles of their essays."""
    assert seed_demo(at=timezone.now())
    return {essay_of(debate).title: debate for debate in demo_debates()}


def essay_of(debate: Debate) -> Essay:
    assert debate.essay is not None
    return debate.essay


@pytest.fixture
def development() -> Iterator[None]:
    with override_settings(DEBUG=True):
        yield


def run(**options: bool) -> str:
    out = StringIO()
    call_command("seed_demo", stdout=out, **options)
    return out.getvalue()


def test_the_same_crowd_votes_the_same_way_every_time(db: None) -> None:
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    judged = []
    for again in (False, True):
        seed_demo(at=at, again=again)
        votes = Vote.objects.filter(debate__in=demo_debates())
        stands = Position.objects.filter(debate__in=demo_debates())
        judged.append(
            (
                set(votes.values_list("claim__text", "person__handle", "value", "cast_at")),
                set(stands.values_list("debate__essay__title", "person__handle", "value", "at")),
            )
        )
    assert judged[0] == judged[1]


# ---- The command


def counts() -> list[int]:
    models: list[type[Model]] = [
        User,
        Debate,
        Essay,
        Passage,
        Claim,
        ClaimRevision,
        Source,
        Vote,
        Position,
        Change,
    ]
    return [model._default_manager.count() for model in models]


def test_a_second_run_changes_nothing(db: None, development: None) -> None:
    first = run()
    before = counts()
    second = run()
    assert counts() == before
    assert first.startswith("The demo is loaded.\n")
    assert second == first.replace("The demo is loaded.", "The demo is already there.")
    assert f"with the password {DEMO_PASSWORD} as\n  ottoline  Ottoline Frey, wrote" in first


def test_again_replaces_the_demo_and_leaves_the_rest(
    demo: dict[str, Debate], development: None
) -> None:
    alice = factories.person("alice")
    kept = factories.debate(alice)
    before = counts()
    factories.reply(factories.thesis_of(demo[KNIFE]), alice)
    run(again=True)
    assert counts() == before
    assert Debate.objects.filter(pk=kept.pk).exists()
    assert not Debate.objects.filter(key=demo[KNIFE].key).exists()


def test_somebody_who_has_a_handle_of_the_cast_keeps_it(db: None) -> None:
    dan = factories.person("dan")
    seed_demo(at=timezone.now())
    assert User.objects.get(handle="dan") == dan
    assert "dan-demo" in [handle for handle, _password in demo_sign_ins()]
    assert not Claim.objects.filter(author=dan).exists()


def test_no_demo_names_nobody(db: None) -> None:
    assert demo_sign_ins() == []


@override_settings(DEBUG=False)
def test_the_demo_is_refused_where_its_password_would_be_a_way_in(db: None) -> None:
    with pytest.raises(CommandError) as refused:
        run()
    assert refused.value.returncode == 2
    assert not User.objects.exists()
