"""No word of a page is left out of the catalogues: pages in a language that marks what it says.

In that language every message stands between ⟦ and ⟧, so what stands outside is either what people
wrote or a word that nobody can translate.
"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import override as overrides

import pytest
from babel.messages.catalog import Catalog
from django.conf.locale import LANG_INFO
from django.test import Client
from django.utils.dates import MONTHS
from django.utils.translation import override
from pytest_django import Settings

from accounts.models import User
from classroom.enums import Preset, SeatState
from classroom.queries.presets import PRESETS
from config import catalogues
from debate.enums import NoticeReason, Visibility
from debate.models import Debate
from tests import factories
from tests.classroom.factories import THESIS, a_class, a_seat, a_session, debate_of, hold_phase
from tests.factories import Thread

MARKED = "eo"  # a language that Django knows and this site does not speak
OPENS, CLOSES = "⟦", "⟧"
SPOKEN = {"aria-label", "title", "placeholder", "alt", "aria-valuetext", "aria-description"}
FOR_SCRIPTS = {"data-live-events", "data-live-on", "data-now"}  # several closed words
SILENT = {"script", "style", "textarea", "code", "kbd", "time", "bdi", "cite", "q", "datalist"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Names, which are the same in every language.
NAMES = {"Rejoinder", "Markdown", "BibTeX", "RIS", "CSL-JSON", "JSON", "CSV", "UTC"}
ADDRESS = re.compile(r"\S+://\S*")


class Page(HTMLParser):
    """What a page says outside of the marks."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0  # of marks
        self.silent: list[str] = []  # the open elements from the first that is not looked into
        self.unmarked: list[str] = []

    @overrides
    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name, value in given.items() if tag not in SILENT else ():
            words = name.startswith("data-") and " " in (value or "") and name not in FOR_SCRIPTS
            if value and (name in SPOKEN or words):
                self.unmarked += outside(value)
        if tag in VOID:
            return
        written = "dir" in given and tag != "html"  # by people
        other = ("lang" in given and tag != "html") or given.get(
            "value"
        ) in LANG_INFO  # named in itself
        if self.silent or tag in SILENT or written or other:
            self.silent.append(tag)

    @overrides
    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            self.silent.pop()

    @overrides
    def handle_data(self, data: str) -> None:
        shown = ""
        for sign in data:
            self.inside += (sign == OPENS) - (sign == CLOSES)
            if not self.inside and sign != CLOSES:
                shown += sign
        if not self.silent:
            self.unmarked += words_of(shown)


def outside(text: str) -> list[str]:
    return words_of(re.sub(f"{OPENS}[^{CLOSES}]*{CLOSES}", " ", text))


def words_of(text: str) -> list[str]:
    with override(MARKED):
        months = {"de", *map(str, MONTHS.values())}  # a date is written by Django
    return [
        w for w in re.findall(r"[^\W\d_][\w’-]+", ADDRESS.sub(" ", text)) if w not in NAMES | months
    ]


@pytest.fixture
def marked(settings: Settings, tmp_path: Path) -> None:
    """A language in which every message of the code is itself, between marks."""
    said = Catalog(MARKED)
    for message, context, _path in catalogues.messages():
        forms = (message,) if isinstance(message, str) else message
        translated = [f"{OPENS}{form}{CLOSES}" for form in forms]
        said.add(
            message, translated[0] if isinstance(message, str) else translated, context=context
        )
    place = tmp_path / MARKED / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(catalogues.mo_bytes(said))
    settings.LANGUAGES = [*settings.LANGUAGES, (MARKED, "Esperanto")]
    settings.LOCALE_PATHS = [tmp_path]


@pytest.fixture
def draft(alice: User) -> Debate:
    essay = factories.essay(alice)
    return factories.debate(alice, visibility=Visibility.DRAFT, drawn_from=essay)


def addresses(thread: Thread, draft: Debate) -> dict[str, list[str]]:
    """The pages, by who opens them."""
    debate, rebut = f"/debates/{thread.debate.key}/", f"/claims/{thread.rebut.key}/"
    person = thread.rebut.author.key
    outline = f"/debates/{draft.key}/outline/"
    return {
        "nobody": [
            f"{debate}threads/",
            "/accounts/login/",
            "/accounts/signup/",
            "/accounts/password/reset/",
            "/accounts/recovery/",
            "/nowhere/",
        ],
        "alice": [
            "/debates/",
            "/debates/?sort=contested",
            "/debates/new/",
            "/debates/import/",
            debate,
            f"{debate}threads/",
            f"{outline}",
            f"{outline}?own=1",
            f"{outline}?sentence=1",
            f"{outline}?discard=1",
            f"/people/{person}/",
            f"/people/{person}/activity/",
        ],
        "bob": [
            f"{debate}activity/",
            f"{debate}print/",
            f"{debate}cite/",
            f"{debate}export/",
            rebut,
            f"{rebut}reply/",
            f"{rebut}edit/",
            f"{rebut}withdrawal/",
            f"{rebut}replies/",
            f"{rebut}history/",
            f"/claims/{thread.question.key}/",
            "/for-you/",
            "/drafts/",
            "/search/?q=pupils",
            "/search/?q=xyzzy",
            "/topics/",
            "/how-it-works/",
            "/api/v1/docs/",
            "/accounts/logout/",
            "/accounts/settings/",
            "/accounts/email/",
            "/accounts/password/change/",
            "/accounts/recovery-codes/",
            "/accounts/tokens/",
            "/accounts/export/",
            "/accounts/deletion/",
        ],
    }


def unmarked(client: Client, address: str, written: Sequence[str]) -> list[str]:
    """The words of a page that no catalogue can reach, apart from what people wrote."""
    html = client.get(address, headers={"Accept-Language": MARKED}).getvalue().decode()
    assert f'<html lang="{MARKED}"' in html, address
    for text in written:
        html = html.replace(text, " ")
    page = Page()
    page.feed(html)
    assert page.inside == 0, address
    return page.unmarked


@pytest.mark.usefixtures("marked")
def test_every_word_of_every_page_can_be_translated(
    thread: Thread, draft: Debate, alice: User, bob: User, dan: User
) -> None:
    factories.edit(thread.rebut, "Pupils who start later stay up later, too.")
    factories.notice(thread.undercut, bob, NoticeReason.FOLLOWED)
    for number, person in enumerate(factories.people(6)):
        factories.position(thread.debate, person, number % 7 - 3)
    gone = factories.reply(thread.point, dan)
    factories.reply(gone, bob)
    factories.withdraw(gone)
    written = [
        *(claim.text for claim in thread.debate.claims.order_by("-id")),
        "Let them sleep",
        *(person.display_name for person in (alice, bob, dan)),
        "alice",
        "bob",
    ]
    found = {}
    for name, asked in addresses(thread, draft).items():
        client = Client()
        if name != "nobody":
            client.force_login(User.objects.get(handle=name))
        for address in asked:
            if left := unmarked(client, address, written):
                found[name, address] = left
    assert found == {}


OF_A_SESSION = "board projector setup seats slips groups report summary grading retention copy"


@pytest.mark.usefixtures("marked")
def test_every_word_of_the_pages_of_a_class_can_be_translated(dan: User) -> None:
    with override(MARKED):  # phases are called as whoever starts a session would call them
        session = a_session(dan, of_class=a_class(dan, "Iris", "Noor", name="9C").key, name="9C")
        rebut = str(PRESETS[Preset.STRUCTURED_DEBATE].phases[2].name)
        hold_phase(session, rebut)
    sitting = [a_seat(session, name) for name in ("Iris", "Noor")]
    a_seat(session, "Omar", state=SeatState.LOBBY)
    thesis = factories.thesis_of(debate_of(session))
    said = "Evenings are for families."
    assert sitting[0].person
    factories.reply(thesis, sitting[0].person, text=said)
    written = [said, THESIS, "Iris", "Noor", "Omar", dan.display_name, "dan", "9C"]
    written += [session.code or "", *session.seats.values_list("pin", flat=True)]
    taught = [f"/sessions/{session.key}/{page}/" for page in OF_A_SESSION.split()]
    taught += [f"/sessions/{session.key}/report/{sitting[0].key}/", "/rubrics/new/"]
    taught += ["/classroom/", "/classroom/new/", f"/classes/{session.of_class.key}/"]  # type: ignore[union-attr]
    learned = [f"/sessions/{session.key}/", f"/sessions/{session.key}/keeping/"]
    open_to_all = ["/join/", "/how-it-works/classroom-permissions/"]
    asked = {dan: taught, sitting[0].person: learned, None: open_to_all}
    found = {}
    for person, pages in asked.items():
        client = Client()
        if person:
            client.force_login(person)
        for address in pages:
            if left := unmarked(client, address, written):
                found[address] = left
    assert found == {}


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>Plain</p>", ["Plain"]),
        ("<p>⟦Marked⟧ plain <b>⟦mark <i>inside</i>⟧</b></p>", ["plain"]),
        ('<p title="Plain">⟦Marked⟧</p>', ["Plain"]),
        ('<p aria-label="⟦Marked⟧" data-said="In words">⟦Marked⟧</p>', ["In", "words"]),
        ('<p dir="auto">By people</p><bdi>Name</bdi><p lang="de">Deutsch</p>', []),
    ],
)
def test_a_word_outside_of_the_marks_would_be_noticed(html: str, left: list[str]) -> None:
    page = Page()
    page.feed(html)
    assert page.unmarked == left
