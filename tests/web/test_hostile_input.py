"""Whatever is sent, the site answers in words: never a fault, never a script that runs."""

import pytest
from django.test import Client

from debate.models import Claim
from tests.factories import Thread
from tests.web.browsing import htmx

HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{ 7 * 7 }} {% load i18n %} ${7*7}",
    "%s %(x)s %n {0} {x!r}",
    "' OR 1=1; DROP TABLE debate_claim; --",
    "nul \x00 in the middle",
    "\x01\x08\x1b[31m",
    "\u202etxet desrever\u202c \u2066isolated",
    "Z̷̡̛͖a̸l̵g̶o̴" + "̷" * 500,
    "\ufeff\u200b\u2060",
    "𝕌𝕟𝕚 👩‍👩‍👧‍👦 ﷽ 한국어 العربية",
    "\ufffe\uffff\U0010ffff",
    "-1",
    "9" * 5000,
    "NaN",
    "../../../etc/passwd",
    "x" * 20_000,
]


def addresses(thread: Thread) -> list[str]:
    debate, claim = thread.debate.key, thread.rebut.key
    return [
        "/debates/",
        "/debates/new/",
        f"/debates/{debate}/",
        f"/debates/{debate}/threads/",
        f"/claims/{claim}/",
        f"/claims/{claim}/reply/",
        f"/claims/{claim}/replies/",
        f"/claims/{claim}/edit/",
        f"/claims/{claim}/withdrawal/",
    ]


def deeds(thread: Thread) -> list[str]:
    debate, claim = thread.debate.key, thread.rebut.key
    return [
        "/debates/new/",
        f"/debates/{debate}/position/",
        f"/debates/{debate}/closing/",
        f"/debates/{debate}/outline/",
        f"/debates/{debate}/publication/",
        f"/claims/{claim}/replies/",
        f"/claims/{claim}/edit/",
        f"/claims/{claim}/vote/",
    ]


ASKED = ["sort", "at", "after", "before", "passage", "relation", "into", "sentence", "claim", "own"]
SENT = [
    "value", "closed", "deed", "relation", "text", "details", "into", "parent_revision", "revision",
    "source_url_1", "source_title_1", "start", "end", "claim", "title", "writer", "source_url",
    "written_on", "language", "thesis", "words",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: repr(text[:20]))
def test_no_query_is_a_fault(thread: Thread, as_bob: Client, hostile: str) -> None:
    for address in addresses(thread):
        response = as_bob.get(address, dict.fromkeys(ASKED, hostile))
        assert response.status_code < 500
        assert b"<script>alert" not in response.content
        assert b"<img src=x" not in response.content


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: repr(text[:20]))
@pytest.mark.parametrize("by_htmx", [False, True])
def test_no_form_is_a_fault(thread: Thread, as_bob: Client, hostile: str, by_htmx: bool) -> None:
    for address in deeds(thread):
        response = as_bob.post(
            address, dict.fromkeys(SENT, hostile), headers=htmx() if by_htmx else {}
        )
        assert response.status_code < 500
        assert b"<script>alert" not in response.content
        assert b"<img src=x" not in response.content


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: repr(text[:20]))
def test_what_is_taken_is_shown_as_text(
    thread: Thread, as_bob: Client, nobody: Client, hostile: str
) -> None:
    sent = {
        "relation": "question",
        "text": hostile[:480] + " Really?",
        "details": hostile[:4000],
        "source_title_1": hostile[:250],
    }
    response = as_bob.post(f"/claims/{thread.point.key}/replies/", sent)
    assert response.status_code in {303, 422}
    newest = Claim.objects.latest("id")
    for address in (f"/debates/{thread.debate.key}/threads/", f"/claims/{newest.key}/"):
        html = nobody.get(address).content.decode().lower()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript:' not in html


CONTENT_TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=rot13",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=x; charset=utf-7",
    "multipart/form-data; boundary=x; charset=unicode_escape",
    "multipart/form-data; boundary=x; charset=rot13",
    "application/json",
    "text/plain; charset=nonsense",
    "",
]
BODIES = [
    b"",
    b"text=\xff\xfe\xe9&value=1&relation=rebut",
    b"text=%ff%00%ed%a0%80&value=%00&relation=rebut&relation=",
    b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    b"+2AA-abc\\ud800def\xff\r\n--x\r\nContent-Disposition: form-data; "
    b'name="relation"\r\n\r\nrebut\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="\xff\x00.txt"\r\n\r\n\x00',
    b"{",
]


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_no_bytes_are_a_fault(
    thread: Thread, as_bob: Client, content_type: str, body: bytes
) -> None:
    for address in deeds(thread):
        response = as_bob.generic("POST", address, body, content_type=content_type)
        assert response.status_code < 500
