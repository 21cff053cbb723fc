"""Every place of every request, whatever is in it: its path, query, fields, headers, cookies, body.

The addresses and forms are those of `places.py`; each answer is one in words, without a trace of
the program, and no form changes a column that it does not have.
"""

import copy
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client

from debate.models import Claim
from tests.factories import PASSWORD
from tests.security.places import DEEDS, NAMED, Site, build_site
from tests.security.samples import ALL, CORPUS, KINDS, read, spread, strange
from tests.security.test_csrf import browsers, undone

TAKES = dict(NAMED)
ASKED = (
    "q", "sort", "after", "before", "at", "show", "kind", "relation", "reason", "role", "author",
    "topic", "from", "to", "until", "debate", "into", "passage", "of", "format", "text", "told",
    "sentence", "claim", "own", "deed", "next", "draft", "purpose", "run", "order_by", "ordering",
)  # fmt: skip
HEADERS: tuple[str, ...] = (
    "Referer",
    "Accept-Language",
    "X-Forwarded-For",
    "HX-Current-URL",
    "HX-Target",
    "Range",
)
HEADERS += ("If-None-Match", "If-Modified-Since", "Accept", "X-Forwarded-Proto", "User-Agent")
COOKIES = ("csrftoken", "messages", "django_language", "sessionid")
TRACES = ("Traceback (most recent call last)", "psycopg.", "django.db", "DoesNotExist at /")

# The whole corpus at every place would take half a day: each sample goes to every sixtieth place,
# in turn, so that each place is given a sixtieth of the corpus.
TURN = 60
DAILY = [ALL[40], ALL[200], "\ud800", "9" * 400]  # of different kinds
FEW = [pytest.param(DAILY, id="some"), pytest.param(CORPUS, id="all", marks=pytest.mark.long)]


# They end the session that asks, or begin another; what they take is in tests of their own.
ENDING = {"account_logout", "account_signup", "account-deletion", "account_change_password"}


@pytest.fixture
def site(db: None, quick_hashes: None) -> Site:
    return build_site()


def sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def trouble(answer: HttpResponseBase) -> list[str]:
    """What is wrong with an answer, whatever was asked."""
    if answer.status_code >= 500:
        return [str(answer.status_code)]
    content = getattr(answer, "content", b"")
    if not content or not answer.get("Content-Type", "").startswith("text/html"):
        return []
    html = content.decode()
    return [trace for trace in TRACES if trace in html] + strange(html)


def of_addresses(site: Site, samples: Sequence[str]) -> Iterator[tuple[str, str, HttpResponseBase]]:
    """Every address, with a sample for everything that it could be asked, in head and query."""
    of = browsers(site)
    turn = 1 if samples is DAILY else TURN
    for number, sample in enumerate(samples[1:3] if samples is DAILY else samples):
        asked = dict.fromkeys(ASKED, sendable(sample))
        header = quote(sendable(sample), safe=" <>\"'()=:;/?&{}$%@#[]+,.~!*|^`")[:4_000]
        for place, (name, takes) in enumerate(NAMED):
            if name == "account_logout" or (number + place) % turn:
                continue
            address = site.address(name, takes)
            yield sample, address, of["alice"].get(address, asked)
            told = dict.fromkeys(HEADERS, header)
            yield sample, address, of["carol"].get(address, headers=told)
        bare = Client(raise_request_exception=False)
        for cookie in COOKIES:
            bare.cookies[cookie] = header
        yield sample, "cookies", bare.get("/debates/")
        part = quote(sendable(sample), safe="")
        for path in (f"/{part}", f"/claims/{part}/", f"/links/{part}/", f"/invitations/{part}/"):
            yield sample, path, bare.get(path)


def of_forms(site: Site, samples: Sequence[str]) -> Iterator[tuple[str, str, HttpResponseBase]]:
    """Every form: a sample in each of its fields, all the others in order; and as another body."""
    of = {name: Client(raise_request_exception=False) for name in ("", *site.people)}
    for name, person in site.people.items():
        of[name].force_login(person)
    turn = 3 if samples is DAILY else TURN
    for at, ((name, entry), sent) in enumerate(DEEDS.items()):
        if name in ENDING:
            continue
        address, body = site.address(name, TAKES[name], sent.about), site.body(sent)
        for number, sample in enumerate(samples):
            for place, field in enumerate(body or {"": ""}):
                if (number + place) % turn:
                    continue  # each field has some, each sample some fields
                if field != "password" and body.get(field) != PASSWORD:
                    with undone():
                        form = {**body, field: sendable(sample)}
                        client = copy.deepcopy(of[sent.by])  # whose login the form may end
                        yield sample, f"{name} {entry} {field}", client.post(address, form)
        for number, raw in enumerate(
            samples[:1] if samples is DAILY else samples[at % TURN :: TURN]
        ):
            kind = ("application/json", "text/plain", "multipart/form-data; boundary=x")[number % 3]
            with undone():
                body_sent = sendable(raw).encode()
                answer = of[sent.by].generic("POST", address, body_sent, kind)
                yield raw, f"{name} {entry} as {kind}", answer


def wrong(
    asked: Iterator[tuple[str, str, HttpResponseBase]],
) -> list[tuple[str, str, list[str]]]:
    return [
        (ascii(sample)[:80], where, found)
        for sample, where, answer in asked
        if (found := trouble(answer))
    ]


@pytest.mark.parametrize("samples", FEW)
def test_no_address_fails_whatever_it_is_asked(site: Site, samples: list[str]) -> None:
    assert wrong(of_addresses(site, samples)) == []


@pytest.mark.parametrize("samples", FEW)
def test_no_form_fails_whatever_it_is_sent(site: Site, samples: list[str]) -> None:
    assert wrong(of_forms(site, samples)) == []


def test_no_list_is_ordered_by_what_it_is_asked(site: Site) -> None:
    """An order that is none of ours is the usual one: the same page, byte for byte."""
    client = Client()
    of = site.thread.debate.key
    for address in ("/debates/", f"/debates/{of}/threads/", f"/people/{site.keys['bob']}/"):
        usual = _shown(client, address, {})
        for order in spread(6, [KINDS["own orders"]]):
            asked = dict.fromkeys(("sort", "order_by", "ordering", "order"), sendable(order))
            if "\0" not in order:
                assert _shown(client, address, asked) == usual, order


def _shown(client: Client, address: str, asked: Mapping[str, str]) -> list[str]:
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return [part[:12] for part in answer.content.decode().split('id="claim-')[1:]]


# ---- Columns that no form has


def columns() -> dict[str, tuple[str, ...]]:
    """What the rows say that a form could be made to change: who owns, who may, what counts."""
    told = {}
    for table in ("accounts_user", "debate_debate", "debate_claim", "debate_vote", "debate_tally",
                  "debate_membership", "debate_position", "debate_debaterules",
                  "classroom_class", "classroom_classteacher", "classroom_student",
                  "classroom_session", "classroom_sessionteacher", "classroom_phase",
                  "classroom_group", "classroom_template", "classroom_seat", "classroom_reveal",
                  "classroom_feature", "classroom_rubric", "classroom_grade"):  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} AS t")
            told[table] = tuple(row[0] for row in cursor.fetchall())
    return told


def test_no_form_changes_a_column_that_it_does_not_have(site: Site) -> None:
    """Sent with a hundred fields that it does not have, a form does what it does without them."""
    fields = sorted({name for names in read("own-fields").values() for name in names})
    of = {name: Client(raise_request_exception=False) for name in ("", *site.people)}
    for name, person in site.people.items():
        of[name].force_login(person)
    known = references()
    different = []
    for (name, entry), sent in DEEDS.items():
        if not sent.does or name in ENDING:
            continue
        address, body = site.address(name, TAKES[name], sent.about), site.body(sent)
        forged = {field: value for field in fields if field not in body for value in ["1"]}
        outcomes = []
        for more in ({}, forged):
            client = copy.deepcopy(of[sent.by])  # whose login the form may end, or begin
            with undone():
                status = client.post(address, {**more, **body}).status_code
                outcomes.append((status, changed_columns(known)))
        if outcomes[0] != outcomes[1]:
            different.append((name, entry, outcomes[0][0], outcomes[1][0]))
    assert different == [], different


_MOVING = {"key", "created_at", "at", "active_at", "saved_at", "last_login", "link_key", "windows",
           "password", "id", "claim_id", "path", "opens_at", "closes_at", "closed_at",
           "opened_at", "archived_at", "withdrawn_at", "edited_at", "version",
           "suspended_until", "essay_id", "debate_id", "cast_at", "hash", "previous",
           "date_joined", "code", "code_until", "pin", "started_at", "ended_at", "left_seconds",
           "undo", "announced_at", "grades_released_at", "entered_at", "seen_at"}  # fmt: skip


def references() -> dict[str, set[object]]:
    """What the rows of now refer to, by the name of the column."""
    told: dict[str, set[object]] = {}
    for row in (json.loads(row) for rows in columns().values() for row in rows):
        for name in row:
            if name.endswith("_id"):
                told.setdefault(name, set()).add(row[name])
    return told


def changed_columns(known: Mapping[str, Collection[object]]) -> str:
    """The rows of now, without what differs from one moment to the next.

    Of what they refer to only what was `known` before counts, since numbers are never given twice:
    who came by a form has another one each time.
    """
    return json.dumps(
        {
            table: sorted(_lasting(json.loads(row), known) for row in rows)
            for table, rows in columns().items()
        }
    )


def _lasting(row: dict[str, Any], known: Mapping[str, Collection[object]]) -> str:
    kept = {name: said for name, said in row.items() if name not in _MOVING}
    for name in kept:
        if name.endswith("_id") and kept[name] not in known.get(name, ()):
            kept[name] = "something new"
    if "personal" in kept:  # which lasts from the moment at which it was asked for
        kept["personal"] = [
            {name: said for name, said in window.items() if name not in {"from", "until"}}
            for window in kept["personal"]
        ]
    return json.dumps(kept, sort_keys=True)


def test_a_form_that_takes_any_field_would_be_found(site: Site) -> None:
    """The control: one column more is one difference more."""
    known = references()
    before = changed_columns(known)
    Claim.objects.filter(pk=site.thread.rebut.pk).update(depth=2, state="hidden")
    assert changed_columns(known) != before
