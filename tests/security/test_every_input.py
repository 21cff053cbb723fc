"""Every sample through every input: an answer in words, and what was typed is shown as text."""

import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import cycle
from urllib.parse import quote

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from markupsafe import escape

from accounts import limits
from accounts.enums import Role as SiteRole
from accounts.models import User
from classroom.enums import Preset, SideRule
from debate.actions.hiding import hide_claim
from debate.enums import Visibility
from debate.models import Act, Claim, Debate, Delta, Draft, Essay, HeldClaim, Membership, Source
from tests import factories
from tests.classroom.factories import a_seat, a_session, debate_of
from tests.factories import Thread
from tests.security.samples import ALL, NAMES, ORDERS, SOME, TEXTS, strange, words_of

type Sent = Mapping[str, object]

LONG = 10**9  # seconds
_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Zs", "Zl", "Zp"}


@pytest.fixture
def browser(bob: User) -> Client:
    client = Client()
    client.force_login(bob)
    return client


def seen(text: str) -> str:
    """What a reader sees of a text, apart from where its spaces stand."""
    return "".join(
        c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in _UNSEEN
    )


def html_of(client: Client, address: str, **asked: str) -> str:
    response = client.get(address, asked)
    assert response.status_code < 500, (address, asked)
    html = response.content.decode()
    assert strange(html) == [], (address, asked)
    return html


def answer(client: Client, address: str, sent: Sent, *, htmx: bool = False) -> int:
    """The status of the answer to a form, which holds nothing strange."""
    # As a browser writes it: the test client refuses half a surrogate pair.
    body = encode_multipart(BOUNDARY, {k: _sendable(str(v)) for k, v in sent.items()})
    headers = {"HX-Request": "true"} if htmx else {}
    response = client.generic("POST", address, body, MULTIPART_CONTENT, headers=headers)
    assert response.status_code < 500, (address, sent)
    assert strange(response.content.decode()) == [], (address, sent)
    return response.status_code


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def unreadable(text: str) -> bool:
    """Whether a form refuses it, in words, for a sign that no page can show."""
    return any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\t\n\r" for sign in text)


# ---- What people write


def test_a_claim_shows_every_sample_as_it_was_typed(thread: Thread, browser: Client) -> None:
    for number, sample in enumerate(TEXTS):
        typed = f"{sample} No. {number}"
        sent = {"relation": "rebut", "text": typed, "details": sample}
        sent |= {"source_url_1": "https://example.org/", "source_title_1": sample}
        status = answer(browser, f"/claims/{thread.point.key}/replies/", sent)
        if status == 422 and (len(sample) > 290 or unreadable(sample)):
            continue
        assert status == 303, ascii(sample)
        claim = Claim.objects.latest("id")
        assert seen(claim.text) == seen(typed)
        if number % 9 == 0:  # all of them stand on the page of the thread, below
            html = html_of(browser, f"/claims/{claim.key}/")
            assert words_of(html, f"claim-{claim.key}-text") == claim.text
    html = html_of(browser, f"/debates/{thread.debate.key}/threads/")
    shown = [c for c in Claim.objects.all() if f'id="claim-{c.key}-text"' in html]
    assert len(shown) > 150
    assert [c.text for c in shown if f">{escape(c.text)}</" not in html] == []


def test_an_edit_shows_every_sample_as_it_was_typed(thread: Thread, browser: Client) -> None:
    address = f"/claims/{thread.rebut.key}/edit/"
    for sample in SOME:
        thread.rebut.refresh_from_db()
        Draft.objects.all().delete()  # what was refused waits in the form
        sent = {"text": sample, "details": sample, "revision": str(thread.rebut.revision)}
        if answer(browser, address, sent) == 303:
            thread.rebut.refresh_from_db()
            assert seen(thread.rebut.text) == seen(sample)
            html = html_of(browser, address)
            assert words_of(html, f"claim-{thread.rebut.key}-wording-text").strip() == (
                thread.rebut.text
            )
            html_of(browser, f"/claims/{thread.rebut.key}/history/", **{"from": "1"})
    html_of(browser, f"/claims/{thread.rebut.key}/history/")


def test_the_address_of_a_source_leads_to_the_web_or_nowhere(
    thread: Thread, browser: Client
) -> None:
    for number, sample in enumerate(ALL[::5]):
        for url in (sample, f"https://example.org/{sample}"):
            sent = {"relation": "rebut", "text": f"See there, {number}.", "source_url_1": url}
            answer(browser, f"/claims/{thread.point.key}/replies/", sent)
    kept = set(Source.objects.values_list("url", flat=True))
    assert len(kept) > 30
    for claim in Claim.objects.filter(sources_count=1)[::5]:
        html_of(browser, f"/claims/{claim.key}/")
    assert [url for url in kept if not url.startswith(("http://", "https://"))] == []


def test_an_essay_shows_every_sample_as_it_was_typed(browser: Client, bob: User) -> None:
    for sample in ALL[::6]:
        sent = {"text": f"{sample}\n\nA last word.", "title": sample, "writer": sample}
        sent |= {"thesis": sample, "language": "en"}
        if answer(browser, "/debates/new/", sent) == 303:
            draft = Debate.objects.latest("id")
            html = html_of(browser, f"/debates/{draft.key}/outline/")
            assert words_of(html, "essay-title") == Essay.objects.get(debates=draft).title
    assert Debate.objects.count() > 30
    html_of(browser, "/debates/")
    html_of(browser, "/debates/new/")


@pytest.mark.parametrize("field", ["source_url", "written_on", "language"])
def test_what_goes_with_an_essay_is_taken_or_refused_in_words(browser: Client, field: str) -> None:
    for sample in SOME:
        sent = {"text": factories.ESSAY_TEXT, "title": "A", "language": "en", field: sample}
        assert answer(browser, "/debates/new/", sent) in {303, 422}


def test_every_sample_may_be_a_file_and_its_name(browser: Client) -> None:
    for sample in SOME:
        for name in (_sendable(sample), "essay.md"):
            # Written by hand: Django's own file objects refuse some names before they are sent.
            quoted = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
            body = (
                "--x\r\nContent-Disposition: form-data; name=language\r\n\r\nen\r\n"
                f'--x\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n'
                f"Content-Type: text/plain\r\n\r\n{_sendable(sample)}\n\nLast words.\r\n--x--\r\n"
            )
            response = browser.generic(
                "POST", "/debates/new/", body.encode(), "multipart/form-data; boundary=x"
            )
            assert response.status_code in {303, 400, 422}, ascii(name)
            assert strange(response.content.decode()) == [], ascii(name)
    assert Debate.objects.count() > len(SOME) // 2  # the others name no title


def test_the_outline_of_a_draft_takes_or_refuses_every_sample(bob: User, browser: Client) -> None:
    essay = factories.essay(bob, text=factories.ESSAY_TEXT)
    draft = factories.debate(bob, visibility=Visibility.DRAFT, drawn_from=essay)
    thesis = factories.thesis_of(draft)
    address = f"/debates/{draft.key}/outline/"
    for sample in SOME[::2]:
        for sent in (
            {"deed": "point", "text": sample},
            {"deed": "point", "text": "A point.", "start": sample, "end": sample},
            {"deed": "reword", "text": sample, "claim": thesis.key, "revision": "1"},
            {"deed": "reword", "text": "Words.", "claim": sample, "revision": sample},
            {"deed": "drop", "claim": sample},
            {"deed": sample},
        ):
            answer(browser, address, dict(sent))
        html_of(browser, address, sentence=sample, claim=sample, own=sample)


# ---- What people choose


def test_no_choice_outside_of_the_offered_is_taken(thread: Thread, browser: Client) -> None:
    debate, claim = thread.debate.key, thread.undercut.key
    for sample, htmx in zip(SOME[::2] + ORDERS[::4], cycle([False, True]), strict=False):
        for address, field in (
            (f"/claims/{claim}/vote/", "value"),
            (f"/debates/{debate}/position/", "value"),
            (f"/debates/{debate}/closing/", "closed"),
            (f"/debates/{debate}/follow/", "value"),
            ("/for-you/seen/", "up_to"),
            ("/languages/", "language"),
            (f"/claims/{claim}/replies/", "relation"),
        ):
            sent = {"text": "A reply.", "into": sample, "parent_revision": sample, field: sample}
            status = answer(browser, address, dict(sent), htmx=htmx)
            offered = field not in {"language", "relation", "up_to"} and sample in {"0", "1", "-1"}
            assert status in ({200, 303, 403} if offered else {403, 422}), (address, sample)


def test_nobody_becomes_a_member_by_what_is_no_handle_no_role_and_no_seat(
    thread: Thread, alice: User
) -> None:
    client = Client()
    client.force_login(alice)
    members, links = (
        f"/debates/{thread.debate.key}/{page}/" for page in ("members", "invitations")
    )
    for sample, htmx in zip(SOME[::5], cycle([False, True]), strict=False):
        for address, sent in (
            (members, {"deed": "seat", "handle": sample, "role": "member"}),
            (members, {"deed": "seat", "handle": "dan", "role": sample}),
            (members, {"deed": "role", "member": sample, "role": "member"}),
            (members, {"deed": "remove", "member": sample}),
            (members, {"deed": sample}),
            (links, {"make": sample}),
            (links, {"revoke": sample}),
        ):
            assert answer(client, address, sent, htmx=htmx) in {404, 422}, (address, sent)
    assert not Membership.objects.exists()


def test_no_field_of_keeping_order_is_a_fault(thread: Thread, alice: User, eve: User) -> None:
    browser = Client()
    browser.force_login(alice)
    held = HeldClaim.objects.create(
        debate=thread.debate,
        parent=thread.rebut,
        parent_revision=1,
        relation="rebut",
        author=eve,
        text="Newcomers nap.",
    )
    claim = f"/claims/{thread.rebut.key}/moderation/"
    for sample in SOME[::2]:
        for address, sent in (
            (claim, {"deed": sample, "reason": "spam"}),
            (claim, {"deed": "move", "to": sample, "checked": sample, "reason": "spam"}),
            (claim, {"deed": "relate", "relation": sample, "reason": sample}),
            (claim, {"deed": "hide", "reason": sample, "note": sample}),
            (f"/debates/{thread.debate.key}/freeze/", {"deed": "freeze", "reason": sample}),
            (f"/held/{held.key}/", {"deed": "return", "reason": "", "note": sample}),
            (f"/held/{held.key}/", {"deed": sample, "reason": "spam"}),
        ):
            assert answer(browser, address, dict(sent)) == 422, (address, ascii(sample))
        note = {"deed": "lock", "reason": "spam", "note": sample}
        assert answer(browser, claim, note) in {303, 422}
        html_of(browser, claim, deed=sample)


def test_no_field_of_flags_blocks_appeals_and_suspensions_is_a_fault(
    thread: Thread, alice: User, bob: User, dan: User
) -> None:
    as_alice, as_bob, as_sam = Client(), Client(), Client()
    as_alice.force_login(alice)
    as_bob.force_login(bob)
    as_sam.force_login(factories.person("sam", role=SiteRole.STAFF))
    hide_claim(claim=thread.rebut.key, reason="spam", by=alice)
    act = f"/acts/{Act.objects.filter(claim_key=thread.rebut.key).latest('id').key}/"
    blocks = f"/debates/{thread.debate.key}/blocks/"
    flag, suspension = f"/claims/{thread.point.key}/flag/", f"/people/{dan.key}/suspension/"
    queue = f"/debates/{thread.debate.key}/moderation/"
    for sample in SOME[::8]:
        for client, address, sent in (
            (as_bob, flag, {"reason": sample}),
            (as_alice, blocks, {"deed": "block", "handle": sample, "reason": "spam"}),
            (as_alice, blocks, {"deed": "block", "handle": "dan", "reason": sample}),
            (as_alice, blocks, {"deed": "unblock", "act": sample}),
            (as_alice, blocks, {"deed": sample}),
            (as_alice, queue, {"deed": "settle", "claim": sample}),
            (as_bob, act, {"deed": "decide", "decision": sample, "answer": sample}),
            (as_bob, act, {"deed": sample}),
            (as_sam, suspension, {"deed": "suspend", "days": sample, "reason": "spam"}),
            (as_sam, suspension, {"deed": "suspend", "days": "7", "reason": sample}),
        ):
            status = answer(client, address, dict(sent))
            assert status in {403, 404, 422}, (address, ascii(sample))
        assert answer(as_bob, flag, {"reason": "spam", "note": sample}) in {303, 403, 422}
        assert answer(as_bob, act, {"deed": "appeal", "text": sample}) in {303, 409, 422}
        html_of(as_bob, act)
        html_of(as_alice, queue, show=sample)
        html_of(as_alice, blocks, claim=sample)


def test_no_field_of_running_a_debate_is_a_fault(thread: Thread, alice: User) -> None:
    client = Client()
    client.force_login(alice)
    of = f"/debates/{thread.debate.key}"
    for sample in SOME[::3]:
        for part, sent in (
            ("access", {"visibility": sample, "posting": sample}),
            ("schedule", {"opens_at": sample, "closes_at": sample}),
            ("transfer", {"to": sample}),
            ("archive", {"archived": sample}),
            ("essay", {"title": "T", "source_url": "x", "language": "en", "topics": sample}),
        ):
            if sample.strip():
                assert answer(client, f"{of}/manage/{part}/", sent) == 422, (part, ascii(sample))
        credit = {"title": sample, "writer": sample, "language": "en", "written_on": ""}
        assert answer(client, f"{of}/manage/essay/", credit) in {303, 422}
        said = {"closed": "1", "conclusion": sample}
        assert answer(client, f"{of}/closing/", said) == 303
        html_of(client, f"{of}/threads/")
        html_of(client, f"{of}/manage/essay/")
        html_of(client, f"{of}/closing/")


def pages(thread: Thread) -> Iterator[tuple[str, list[str]]]:
    debate, claim = thread.debate.key, thread.rebut.key
    yield "/debates/", ["after", "before", "sort"]
    yield "/search/", ["q", "relation", "author", "topic", "from", "until", "debate"]
    yield "/search/?q=lessons", ["after"]
    yield f"/claims/{claim}/similar/", ["text", "told"]
    yield f"/debates/{debate}/", ["passage"]
    yield f"/debates/{debate}/threads/", ["sort", "at", "show"]
    yield f"/debates/{debate}/claims/", ["keys", "words", "below", "arrived", "show", "sides"]
    yield f"/debates/{debate}/activity/", ["kind", "relation", "after", "before"]
    yield f"/debates/{debate}/moderation/log/", ["after", "before"]
    yield f"/debates/{debate}/members/", ["role", "after", "before"]
    yield f"/people/{thread.rebut.author.key}/activity/", ["kind", "relation", "after", "before"]
    yield "/for-you/", ["reason", "after", "before"]
    yield "/drafts/", ["after", "before"]
    yield "/how-it-works/permissions/", ["of"]
    yield "/how-it-works/classroom-permissions/", ["of"]
    yield "/api/v1/docs/", ["of"]
    yield f"/debates/{debate}/export/", ["format"]
    yield f"/claims/{claim}/", ["sort"]
    yield f"/claims/{claim}/reply/", ["relation", "into"]
    yield f"/claims/{claim}/replies/", ["sort", "after", "show"]
    yield f"/claims/{claim}/history/", ["from", "to", "before"]
    yield f"/people/{thread.rebut.author.key}/", ["of", "after", "before"]
    yield "/accounts/login/", ["next"]
    yield "/accounts/signup/", ["next"]


def test_no_query_of_an_address_is_a_fault(thread: Thread, browser: Client) -> None:
    stranger = Client()
    for sample in SOME[::6] + ORDERS[::18]:
        for address, names in pages(thread):
            client = stranger if address.startswith("/accounts/") else browser
            html_of(client, address, **dict.fromkeys(names, sample))


def test_no_path_is_a_fault(db: None) -> None:
    for sample in SOME:
        part = quote(sample.encode("utf-8", "replace"), safe="")
        for address in (f"/{part}", f"/claims/{part}/", f"/debates/{part}/threads/"):
            html_of(Client(), address)


def test_no_header_is_a_fault(thread: Thread, bob: User) -> None:
    for sample in SOME[::4]:
        value = quote(sample.encode("utf-8", "replace"), safe=" <>\"'()=:;/?&{}$%")
        client = Client()
        client.force_login(bob)
        client.cookies["csrftoken"] = client.cookies["messages"] = value
        client.cookies["django_language"] = value
        for headers in (
            {"Referer": value, "Accept-Language": value, "X-Forwarded-For": value},
            {"HX-Request": value, "HX-Current-URL": value, "HX-Target": value},
        ):
            for address in (f"/claims/{thread.rebut.key}/", "/debates/new/"):
                response = client.get(address, headers=headers)
                assert response.status_code < 500
                assert strange(response.content.decode()) == []
            stranger = Client()
            deed = f"/claims/{thread.rebut.key}/vote/"
            response = stranger.post(deed, {"value": "1"}, headers=headers)
            assert response.status_code in {200, 303}
            told = response.headers.get("Location") or response.headers["HX-Redirect"]
            assert told.startswith("/accounts/login/?next=/"), sample
        client.cookies["sessionid"] = value
        assert client.get("/debates/").status_code == 200


# ---- The door


@pytest.fixture
def wide_door(monkeypatch: pytest.MonkeyPatch, quick_hashes: None) -> None:
    """No limit of a network is met."""
    for name in ("SIGN_INS_PER_NETWORK", "SIGN_UPS_PER_NETWORK", "SIGN_UP_TRIES_PER_NETWORK"):
        monkeypatch.setattr(limits, name, (10**6, LONG))


def test_every_name_is_taken_and_shown_or_refused_in_words(thread: Thread, wide_door: None) -> None:
    taken = 0
    for number, sample in enumerate(NAMES + SOME[::2]):
        client = Client()
        sent = {"username": f"nora-{number}", "display_name": sample}
        sent |= {"password1": factories.PASSWORD, "time_zone": sample}
        status = answer(client, "/accounts/signup/", dict(sent))
        assert status in {302, 303, 422}, ascii(sample)
        if status != 422:
            taken += 1
            person = User.objects.get(handle=f"nora-{number}")
            assert seen(person.display_name) == seen(sample)
            answer(
                client, f"/claims/{thread.point.key}/replies/", {"relation": "rebut", "text": "No."}
            )
    assert taken > 50
    html_of(Client(), f"/debates/{thread.debate.key}/threads/")


def test_no_field_of_the_door_is_a_fault(wide_door: None, bob: User) -> None:
    for sample in SOME:
        for sent in (
            {"username": sample, "display_name": "N", "password1": factories.PASSWORD},
            {"username": "nora", "display_name": "N", "email": sample, "password1": "short"},
            {"username": "nora", "display_name": "N", "password1": sample},
        ):
            client = Client()
            status = answer(client, "/accounts/signup/", dict(sent))
            assert status in {302, 303, 422}, ascii(sample)
            User.objects.exclude(pk=bob.pk).delete()
        for sent in (
            {"login": sample, "password": "guess"},
            {"login": f"nobody-{len(sample)}", "password": sample, "remember": sample},
        ):
            status = answer(Client(), "/accounts/login/", dict(sent) | {"next": sample})
            assert status in {422, 429}, ascii(sample)


def test_no_field_of_the_settings_or_of_the_ways_back_is_a_fault(
    bob: User, browser: Client, quick_hashes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PASSWORD_CHECKS_PER_PERSON", "RECOVERIES_PER_NETWORK", "RECOVERIES_PER_PERSON"):
        monkeypatch.setattr(limits, name, (10**6, LONG))
    bob.set_password(factories.PASSWORD)
    bob.save()
    browser.force_login(bob)
    kept = {"display_name": "Bob", "language": "browser", "time_zone": "", "theme": "system"}
    for sample in SOME[::2]:
        for address, sent in (
            *(("settings", kept | {field: sample}) for field in kept),
            ("email", {"email": sample, "password": factories.PASSWORD}),
            ("password/change", {"present": sample, "new": sample}),
            ("recovery-codes", {"password": sample}),
            ("tokens", {"name": sample, "scopes": sample, "days": "7"}),
            ("tokens", {"name": "Bot", "scopes": "read", "days": sample}),
            ("export", {"password": sample}),
            ("deletion", {"password": sample, "confirmation": sample}),
            ("recovery", {"name": sample, "code": sample, "new": sample}),
            ("password/reset", {"email": sample}),
        ):
            status = answer(browser, f"/accounts/{address}/", dict(sent))
            assert status in {303, 422}, (address, ascii(sample))
        bob.refresh_from_db()
        html = html_of(browser, f"/people/{bob.key}/")
        assert bob.display_name in unescape(html)


def test_a_students_page_takes_or_refuses_every_sample(alice: User) -> None:
    lesson = a_session(alice, preset=Preset.OPEN_DISCUSSION, side_rule=SideRule.CHOSEN)
    iris, noor = a_seat(lesson, "Iris"), a_seat(lesson, "Noor")
    assert iris.person
    assert noor.person
    thesis = factories.thesis_of(debate_of(lesson))
    claim = factories.reply(thesis, noor.person).key
    student = Client()
    student.force_login(iris.person)
    here = f"/sessions/{lesson.key}/"
    for sample in SOME[::6]:
        html_of(student, here, answer=sample, after=sample, card=sample, mark=sample)
        for address, sent, taken in (
            ("cards", {"claim": sample, "value": "1"}, {404}),
            ("cards", {"claim": claim, "value": sample}, {303, 422}),
            ("moved", {"value": sample}, {303, 422}),
            ("moved", {"claim": sample}, {404, 422}),
            ("moved", {"claim": claim, "reason": sample}, {303, 422}),
            ("side", {"side": sample}, {422}),
        ):
            assert answer(student, f"{here}{address}/", sent) in taken, (address, sent)
        told = html_of(student, here)
        assert student.get(f"{here}?part={quote(_sendable(sample))}").status_code == 200
        for delta in Delta.objects.all():
            assert seen(delta.reason) in seen(unescape(told))


def test_a_board_takes_or_refuses_every_sample(alice: User) -> None:
    lesson = a_session(alice, preset=Preset.OPEN_DISCUSSION)
    iris = a_seat(lesson, "Iris").person
    assert iris
    claim = factories.reply(factories.thesis_of(debate_of(lesson)), iris).key
    teacher = Client()
    teacher.force_login(alice)
    here = f"/sessions/{lesson.key}/"
    for sample in SOME[::8]:  # each goes through sixteen inputs
        for address, sent, taken in (
            ("announcement", {"text": sample}, {303, 422}),
            ("announcement", {"text": "Read on.", "deed": sample}, {303}),
            ("claims", {"deed": sample, "claim": claim}, {422}),
            ("claims", {"deed": "settle", "claim": sample}, {404}),
            ("claims", {"deed": "approve", "held": sample, "seen": sample}, {404}),
            ("claims", {"deed": "hide", "claim": claim, "reason": sample, "note": sample}, {422}),
            ("claims", {"deed": "return", "held": sample, "reason": sample}, {404}),
            ("features", {"deed": sample, "claim": claim}, {422}),
            ("features", {"deed": "feature", "claim": sample}, {404}),
            ("reveals", {"deed": sample, "seat": sample}, {404}),
            ("circle", {"deed": sample, "seat": sample}, {422}),
            ("circle", {"deed": "in", "seat": sample}, {404}),
        ):
            assert answer(teacher, f"{here}{address}/", sent) in taken, (address, sent)
        html_of(teacher, f"{here}board/", part=sample, seat=sample)
        html_of(teacher, f"{here}claims/", deed=sample, claim=sample, held=sample)
        html_of(teacher, f"{here}reveals/", seat=sample)
        lesson.refresh_from_db()
        told = html_of(teacher, f"{here}projector/")
        assert seen(lesson.announcement) in seen(unescape(told))
