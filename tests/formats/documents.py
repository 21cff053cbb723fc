"""Debates as documents, taken out and brought in, and what of them may differ by that."""

import copy
import json
from datetime import timedelta
from typing import Any

from accounts.models import User
from debate.actions.importing import import_debate
from debate.enums import Relation
from debate.formats.debate_json import load_document, write_json
from debate.models import Change, Claim, Debate, Topic
from debate.queries.exported import read_exported
from tests import factories
from tests.factories import LONG_AGO

MARK = "imported"


def taken_out(of: Debate, viewer: User | None) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(b"".join(write_json(read_exported(of.key, viewer))))
    return told


def brought_in(told: dict[str, Any], by: User) -> Debate:
    document = load_document(json.dumps(told).encode())
    return import_debate(document=document, mark=MARK, by=by)


def comparable(told: dict[str, Any]) -> dict[str, Any]:
    """A document without what docs/formats.md says is not the same after it was brought in."""
    told = copy.deepcopy(told)
    places = {claim["key"]: place for place, claim in enumerate(told["claims"])}
    passages: dict[str, int] = {}
    debate, essay = told["debate"], told["essay"]
    for name in ("key", "visibility", "stage", "posting", "opened_at", "opens_at", "closes_at"):
        del debate[name]
    del debate["positions"]
    if essay is not None:
        for name in ("key", "own_words", "brought_by"):
            del essay[name]
        for worded in essay["wordings"]:
            for passage in worded["passages"]:
                passages[passage.pop("key")] = len(passages)
    for claim in told["claims"]:
        del claim["key"], claim["tally"]
        claim["parent"] = places[claim["parent"]] if claim["parent"] else None
        claim["passage"] = passages[claim["passage"]] if claim["passage"] else None
        if claim["byline"] is not None:
            name = claim["byline"]["name"].removesuffix(f" ({MARK})")
            claim["byline"] = {"name": name, "via": claim["byline"]["via"]}
    return told


def rich_debate(alice: User, bob: User, dan: User) -> Debate:
    """A debate with one of everything that a document can hold."""
    essay = factories.essay(alice, own_words=True, writer="")
    drawn = factories.passage(essay, "The first lesson is taught to a room that is present")
    of = factories.small_thread(alice, bob, dan, drawn_from=drawn).debate
    of.topics.add(Topic.objects.create(slug="sleep", name="Sleep"))
    factories.member(of, dan, byline="Puffin")
    thesis = factories.thesis_of(of)
    sources = [("A study", "https://example.org/study?a=1&b=2"), ("Only a title", "")]
    details = "At *length*:\n\n- one\n- two <b>&amp;"
    said = factories.reply(thesis, bob, details=details, sources=sources)
    factories.edit(said, "That does not follow at all.", at=LONG_AGO + timedelta(days=1))
    mended = factories.reply(said, dan, Relation.SUPPORT, "A tpyo.")
    factories.edit(mended, "A typo.", at=LONG_AGO + timedelta(minutes=1))
    Claim.objects.filter(pk=mended.pk).update(edited_at=None)
    Change.objects.filter(claim=mended, kind="edited").update(payload={"unmarked": True})
    Claim.objects.filter(pk=said.pk).update(via="A bot")
    gone = factories.reply(thesis, bob, text="I take this back.")
    factories.reply(gone, alice, text="Why?", relation=Relation.QUESTION)
    factories.withdraw(gone, at=LONG_AGO + timedelta(days=2))
    hidden = factories.reply(said, bob, text="An insult.")
    factories.reply(hidden, alice, text="Be kind.")
    factories.hide(hidden)
    Claim.objects.filter(path__startswith=said.path).update(locked=True)
    Claim.objects.filter(pk=said.pk).update(locked_here=True)
    factories.vote(thesis, bob)
    factories.position(of, bob, 2)
    Debate.objects.filter(pk=of.pk).update(conclusion="We *slept*.")
    of.refresh_from_db()
    return of
