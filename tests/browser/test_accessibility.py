"""Every page can be used by everybody: axe finds nothing, and the house's own rules hold."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.enums import Role as SiteRole
from accounts.limits import SIGN_INS_PER_PERSON
from accounts.models import User
from debate.actions.appeal import appeal
from debate.actions.block import block_person
from debate.actions.draft import save_draft
from debate.actions.flag import flag_claim
from debate.actions.hiding import hide_claim
from debate.actions.invitation import make_invitation
from debate.actions.outline import EssayBrought, draw_point, start_debate, state_thesis
from debate.enums import ChangeKind, NoticeReason, Relation, Role
from debate.models import Act, Claim, Debate, Essay, ReadMark, Topic
from tests import factories
from tests.browser.fixtures import OpenPage
from tests.browser.usable import as_at_first, findings
from tests.classroom.factories import a_class, a_session
from tests.factories import Thread

pytestmark = pytest.mark.browser

UNBROKEN = "Donaudampfschifffahrtsgesellschaftskapitänsmützenständer" * 8


@dataclass(frozen=True)
class World:
    """A debate in which everything happens that pages show; alice owns it, bob writes in it."""

    alice: User
    bob: User
    thread: Thread
    gone: Claim  # withdrawn, with a reply
    bare: Debate  # a thesis, and nobody answered
    unread: Debate  # an essay without a passage
    draft: Debate
    dan: User  # voted on what was reworded since
    invitation: str  # the key of a link for members of the first
    sam: User  # of the staff
    act: str  # by which a claim of bob's was hidden; he appealed

    def at(self, name: str) -> str:
        """The address of a page: `threads`, or `rebut/edit` for a page of a claim."""
        claim, _, deed = name.partition("/")
        debate = f"/debates/{self.thread.debate.key}/"
        if claim in {"thesis", "point", "support", "rebut", "undercut", "question"}:
            return f"/claims/{getattr(self.thread, claim).key}/{deed}"
        passage = self.thread.point.passage
        return {
            "reading": debate,
            "passage": f"{debate}?passage={passage.key if passage else ''}",
            "threads": f"{debate}threads/",
            "print": f"{debate}print/",
            "cite": f"{debate}cite/",
            "export": f"{debate}export/",
            "activity": f"{debate}activity/",
            "members": f"{debate}members/",
            "queue": f"{debate}moderation/?show={deed}",
            "log": f"{debate}moderation/log/",
            "blocks": f"{debate}blocks/",
            "act": f"/acts/{self.act}/",
            "suspension": f"/people/{self.bob.key}/suspension/",
            "leaving": f"{debate}leaving/",
            "invitation": f"/invitations/{self.invitation}/",
            "activity?kind=withdrawn": f"{debate}activity/?kind=withdrawn",
            "person-activity": f"/people/{self.bob.key}/activity/",
            "gone": f"/claims/{self.gone.key}/{deed}",
            "bare": f"/debates/{self.bare.key}/threads/",
            "unread": f"/debates/{self.unread.key}/",
            "draft": f"/debates/{self.draft.key}/outline/",
            "person": f"/people/{self.bob.key}/",
        }.get(claim, f"/{name}")


@pytest.fixture
def world(alice: User, bob: User, dan: User, thread: Thread) -> World:
    for number, person in enumerate(factories.people(6)):
        factories.position(thread.debate, person, number % 7 - 3)
    factories.vote(thread.rebut, dan, 0)
    factories.edit(thread.rebut, "Pupils who start later stay up later, too.")
    long = factories.reply(
        thread.point,
        bob,
        Relation.REBUT,
        UNBROKEN[:500],
        details=f"<a href='https://example.org/'>{UNBROKEN}</a> <code>{UNBROKEN}</code>",
        sources=[
            ("A study of sleep", "https://example.org/"),
            ("", f"https://e.example/{UNBROKEN}"),
        ],
    )
    factories.notice(long, alice)
    factories.notice(thread.undercut, alice, NoticeReason.FOLLOWED)
    factories.notice(thread.rebut, dan, NoticeReason.REWORDED, kind=ChangeKind.EDITED)
    gone = factories.reply(thread.thesis, dan, Relation.REBUT, "This goes again.")
    factories.reply(gone, bob, Relation.QUESTION, "What goes?")
    factories.withdraw(gone)
    bare = factories.debate(alice, thesis="Nobody has answered this yet.")
    unread = factories.debate(alice, thesis="Nor this.", drawn_from=factories.essay(alice))
    Topic.objects.create(slug="sleep", name="Sleep").debates.add(thread.debate, bare)
    factories.member(thread.debate, bob)
    invitation = make_invitation(debate=thread.debate.key, role="member", by=alice).key
    sam = factories.person("sam", role=SiteRole.STAFF)
    return World(
        alice,
        bob,
        thread,
        gone,
        bare,
        unread,
        draft_of(alice),
        dan,
        invitation,
        sam,
        kept_in_order(thread, alice, bob, dan),
    )


def kept_in_order(thread: Thread, alice: User, bob: User, dan: User) -> str:
    """Something waits in every list of the queue; the key of the act that bob appealed against."""
    flag_claim(claim=thread.rebut.key, reason="spam", note=UNBROKEN[:200], by=dan)
    hidden = factories.reply(thread.thesis, bob, Relation.SUPPORT, "This is hidden.")
    hide_claim(claim=hidden.key, reason="insult", note="Leave people out of it.", by=alice)
    act = Act.objects.latest("id")
    appeal(act=act.key, text=UNBROKEN, by=bob)
    block_person(
        debate=thread.debate.key,
        handle=factories.person("erin").handle or "",
        reason="spam",
        by=alice,
    )
    return act.key


def draft_of(alice: User) -> Debate:
    text = factories.ESSAY_TEXT
    essay = EssayBrought(text=text, title="Let them sleep", writer="Ottoline Frey")
    draft = start_debate(essay=essay, by=alice)
    state_thesis(debate=draft.key, text="Schools should begin later.", by=alice)
    start = text.index("Sleep is not")
    span = (start, text.index("\n\n", start))
    draw_point(debate=draft.key, text="Nobody chooses when to be tired.", span=span, by=alice)
    return draft


# ---- What is done on a page before it is looked at


def nothing(page: Page, world: World) -> None:
    pass


def send(page: Page, world: World) -> None:
    """Send the form of the page as it is."""
    page.get_by_role("main").locator("form [type=submit]").last.click()
    expect(page.locator(".field-problem, .flash[data-kind=problem]").first).to_be_visible()


def reply_inline(page: Page, world: World) -> None:
    key = world.thread.rebut.key
    page.locator(f"#claim-{key}-reply").click()
    page.locator(f"#claim-{key}-answer summary").click()
    page.locator(f"#claim-{key}-answer [type=submit]").click()
    expect(page.locator(f"#claim-{key}-answer .field-problem").first).to_be_visible()


def edit_inline(page: Page, world: World) -> None:
    """A stale edit, so that both texts are there."""
    claim = world.thread.rebut
    page.locator(f"#claim-{claim.key}-edit").click()
    form = page.locator(f"#claim-{claim.key}-wording")
    expect(form.get_by_label("Your claim")).to_be_focused()
    form.get_by_label("Your claim").fill("Mine.")
    factories.edit(claim, "Theirs.")
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form).to_contain_text("Theirs")


def withdraw_inline(page: Page, world: World) -> None:
    page.locator(f"#claim-{world.thread.rebut.key}-withdraw").click()
    expect(page.get_by_role("button", name="Withdraw it")).to_be_visible()


def vote(page: Page, world: World) -> None:
    up = page.locator(f"#claim-{world.thread.undercut.key}-up")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")


def follow(page: Page, world: World) -> None:
    """Follow a debate, which is listed then."""
    page.goto(world.at("threads"))
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.locator("#follow")).to_have_text("Following")
    page.goto("/for-you/")
    expect(page.locator(".followed a")).to_be_visible()


def share(page: Page, world: World) -> None:
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_label("Permanent address")).to_be_focused()


def on_one_line(page: Page, world: World) -> None:
    """One line a claim, most of them new, one where one stands."""
    ReadMark.objects.update(seq=2, visited_at=timezone.now() - timedelta(days=1))
    page.reload()
    page.get_by_text("On one line").click()
    page.keyboard.press("n")
    expect(page.locator(".claim[data-new]:focus")).to_be_visible()


def open_keys(page: Page, world: World) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def type_a_search(page: Page, world: World) -> None:
    page.locator("#q").press_sequentially("pupils")
    expect(page.locator("#found .hit").first).to_be_visible()


def open_menus(page: Page, world: World) -> None:
    page.get_by_role("button", name="Your account").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def pick(page: Page, world: World) -> None:
    page.locator(".sentence").first.click()
    page.get_by_role("button", name="Add the point").click()
    page.locator(".sentence").first.click()
    page.locator("#wording-text").fill("")
    page.get_by_role("button", name="Add the point").click()
    expect(page.locator("#wording-problem")).to_be_visible()


def change_point(page: Page, world: World) -> None:
    page.get_by_role("link", name="Change point 1").click()
    expect(page.locator("#wording-text")).to_be_visible()


def begin(page: Page, world: World) -> None:
    """Drafts of every kind, one written on two devices, one about a claim that is gone."""
    for purpose, claim, sent in (
        ("reply", world.thread.point, {"text": "Half a thought."}),
        ("reply", world.thread.point, {"text": "Another half."}),
        ("edit", world.thread.rebut, {"text": UNBROKEN[:500]}),
        ("reply", world.gone, {"text": "To what is gone."}),
        ("debate", None, {"thesis": "A thesis."}),
    ):
        save_draft(purpose=purpose, claim=claim.key if claim else None, content=sent, by=world.bob)
    page.reload()


def begin_elsewhere(page: Page, world: World) -> None:
    """The forms stand open, with what was written elsewhere shown."""
    begin(page, world)
    form = page.locator(f"#claim-{world.thread.point.key}-answer")
    form.get_by_text("Show it").click()
    expect(form.get_by_label("The other version")).to_be_visible()
    expect(page.locator(f"#claim-{world.thread.rebut.key}-wording")).to_be_visible()


def discard(page: Page, world: World) -> None:
    page.get_by_role("link", name="Discard").click()
    expect(page.locator("h1")).to_have_text("Throw this draft away?")


def lose_the_token(page: Page, world: World) -> None:
    """A page that was open too long; what was typed is given back."""
    page.get_by_label("Thesis").fill("It took me long to find these words.")
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Next: pick the points").click()
    expect(page.locator("h1")).to_have_text("This page was open too long.")


def enter_wrongly(page: Page, world: World) -> None:
    page.get_by_label("Handle").fill("!!")
    page.get_by_label("Name", exact=True).fill("\u200b")
    page.get_by_label("Password").fill("short")
    send(page, world)


def fill_wrongly(page: Page, world: World) -> None:
    for control in page.get_by_role("main").locator("input[name]:not([type=hidden])").all():
        kind = control.get_attribute("type")
        if kind != "radio":
            control.fill("name@example.org" if kind == "email" else "\u200bwrong")
    send(page, world)


def make_token(page: Page, world: World) -> None:
    """What a program is to send is shown, this once."""
    page.get_by_label("What is it for?").fill(UNBROKEN[:60])
    page.get_by_role("button", name="Make the token").click()
    expect(page.locator("#token-word")).to_be_visible()


def ask_to_revoke(page: Page, world: World) -> None:
    make_token(page, world)
    page.get_by_role("link", name="Revoke").click()
    expect(page.get_by_role("button", name="Revoke it")).to_be_visible()


def with_mail(page: Page, world: World) -> None:
    """The page as a site with a mail server shows it."""
    with override_settings(SENDS_MAIL=True):
        body = Client().get("/accounts/password/reset/").content.decode()
    page.route("**/reset/", lambda route: route.fulfill(content_type="text/html", body=body))
    page.reload()
    expect(page.get_by_label("E-mail")).to_be_visible()


def lose_the_session(page: Page, world: World) -> None:
    """Signed out in another tab; what was typed is given back."""
    page.get_by_label("Thesis").fill("It took me long to find these words.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Next: pick the points").click()
    expect(page.get_by_label("What you wrote")).to_be_visible()


def try_too_often(page: Page, world: World) -> None:
    wrong = {"login": "bob", "password": "wrong"}
    with override_settings(PASSWORD_HASHERS=["tests.accounts.web.hashing.QuickHasher"]):
        for _ in range(2 * SIGN_INS_PER_PERSON[0]):  # some may fall into the window before
            Client().post("/accounts/login/", wrong)
    page.get_by_label("Handle or e-mail").fill("bob")
    page.get_by_label("Password").fill("wrong")
    send(page, world)
    expect(page.locator(".flash[data-kind=problem]")).to_contain_text("Too many")


def ask_to_void(page: Page, world: World) -> None:
    """Staff are shown what would change."""
    User.objects.filter(pk=world.dan.pk).update(role="staff")
    page.goto("/moderation/votes/")
    page.get_by_label("Handles").fill("bob\nnobody-here")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.locator("h1")).to_have_text("Void these votes?")


def void(page: Page, world: World) -> None:
    ask_to_void(page, world)
    page.get_by_role("button", name="Void them").click()
    expect(page.get_by_role("link", name="Count them again")).to_be_visible()


def break_down(page: Page, world: World) -> None:
    """Our own fault, which stands alone."""
    body = render_to_string("problem/500.html")
    page.route("**/broken/", lambda route: route.fulfill(content_type="text/html", body=body))
    page.goto("/broken/")


@dataclass(frozen=True)
class Shown:
    """A page as one of the cast sees it, after they did something there."""

    at: str
    by: str = ""
    after: Callable[[Page, World], None] = field(default=nothing)

    def __str__(self) -> str:
        done = f" after {self.after.__name__}" if self.after is not nothing else ""
        return f"{self.at or 'explore'} by {self.by or 'a visitor'}{done}"


PAGES = [
    Shown("debates/"),
    Shown("debates/", "alice", open_menus),
    Shown("debates/?sort=contested", "", type_a_search),
    Shown("search/?q=pupils+OR+sleep&relation=rebut&relation=essay"),
    Shown("search/?q=" + 70 * "long"),
    Shown("search/?q=pupls", "bob"),
    Shown("topics/"),
    Shown("topics/sleep/"),
    Shown("reading"),
    Shown("passage", "bob"),
    Shown("threads"),
    Shown("threads", "bob", vote),
    Shown("threads", "bob", reply_inline),
    Shown("threads", "bob", edit_inline),
    Shown("threads", "bob", withdraw_inline),
    Shown("threads", "alice", on_one_line),
    Shown("threads", "", open_keys),
    Shown("activity", "bob"),
    Shown("activity?kind=withdrawn"),
    Shown("person-activity"),
    Shown("members", "alice", send),
    Shown("members", "bob"),
    Shown("invitation"),
    Shown("leaving", "bob"),
    Shown("queue/flags", "alice"),
    Shown("queue/appeals", "alice"),
    Shown("log"),
    Shown("blocks", "alice"),
    Shown("act", "bob"),
    Shown("act", "sam"),
    Shown("suspension", "sam"),
    Shown("moderation/", "sam"),
    Shown("rebut/flag/", "dan"),
    Shown("for-you/", "alice", open_menus),
    Shown("for-you/", "dan"),
    Shown("for-you/", "bob", follow),
    Shown("threads", "", share),
    Shown("question/", "bob", share),
    Shown("print"),
    Shown("cite", "bob"),
    Shown("export", "bob"),
    Shown("bare", "bob"),
    Shown("unread"),
    Shown("thesis/", "bob"),
    Shown("point/"),
    Shown("rebut/", "bob"),
    Shown("question/", "alice"),
    Shown("gone/"),
    Shown("point/replies/?after=0"),
    Shown("rebut/reply/", "alice", send),
    Shown("rebut/history/", "dan"),
    Shown("rebut/history/?from=1"),
    Shown("gone/history/"),
    Shown("rebut/edit/", "bob"),
    Shown("rebut/withdrawal/", "bob"),
    Shown("rebut/moderation/", "alice"),
    Shown("support/relation/", "bob"),
    Shown("debates/new/", "alice", send),
    Shown("debates/import/", "alice", send),
    Shown("draft", "alice", pick),
    Shown("draft", "alice", change_point),
    Shown("draft", "alice", discard),
    Shown("drafts/", "bob", begin),
    Shown("threads", "bob", begin_elsewhere),
    Shown("debates/", "dan", ask_to_void),
    Shown("debates/", "dan", void),
    Shown("how-it-works/"),
    Shown("how-it-works/permissions/"),
    Shown("how-it-works/classroom-permissions/"),
    Shown("api/v1/docs/"),
    Shown("accounts/login/"),
    Shown("accounts/login/", "", try_too_often),
    Shown("accounts/signup/", "", enter_wrongly),
    Shown("accounts/logout/", "bob"),
    Shown("accounts/settings/", "bob", fill_wrongly),
    Shown("accounts/email/", "bob", fill_wrongly),
    Shown("accounts/password/change/", "bob", fill_wrongly),
    Shown("accounts/recovery-codes/", "bob", fill_wrongly),
    Shown("accounts/tokens/", "bob", make_token),
    Shown("accounts/tokens/", "bob", ask_to_revoke),
    Shown("accounts/export/", "bob"),
    Shown("accounts/deletion/", "bob", fill_wrongly),
    Shown("accounts/recovery/", "", fill_wrongly),
    Shown("accounts/password/reset/"),
    Shown("accounts/password/reset/", "", with_mail),
    Shown("accounts/password/reset/sent/"),
    Shown("person"),
    Shown("person", "bob"),
    Shown("rebut/edit/", "alice"),  # 403
    Shown("nowhere/"),  # 404
    Shown("gone/reply/", "bob"),  # 409
    Shown("debates/new/", "alice", lose_the_token),
    Shown("debates/new/", "alice", lose_the_session),
    Shown("debates/", "", break_down),
]


@pytest.mark.parametrize("by", sorted({shown.by for shown in PAGES}))
def test_everybody_can_use_the_pages_as_they_open(
    open_page: OpenPage, world: World, by: str
) -> None:
    page = open_page(getattr(world, by) if by else None)
    found = {}
    for shown in PAGES:
        if shown.by == by and shown.after is nothing:
            as_at_first(page)
            page.goto(world.at(shown.at))
            found[str(shown)] = findings(page)
    assert {shown: found for shown, found in found.items() if found} == {}


@pytest.mark.parametrize("shown", [page for page in PAGES if page.after is not nothing], ids=str)
def test_everybody_can_use_the_page(open_page: OpenPage, world: World, shown: Shown) -> None:
    page = open_page(getattr(world, shown.by) if shown.by else None)
    page.goto(world.at(shown.at))
    shown.after(page, world)
    assert findings(page) == []


def test_everybody_can_use_a_page_of_many_replies(
    open_page: OpenPage, thread: Thread, dan: User
) -> None:
    factories.replies(thread.point, dan, 38)
    page = open_page()
    page.goto(f"/debates/{thread.debate.key}/")
    expect(page.locator(".more-link")).to_be_visible()
    assert findings(page) == []


def test_everybody_can_use_the_pages_that_set_a_class_up(open_page: OpenPage, dan: User) -> None:
    page = open_page(dan)
    found = a_class(dan, "Iris", "Iris", "Otis")
    session = a_session(dan, of_class=found.key)
    for at in (
        "/classroom/",
        "/classroom/new/",
        "/classes/new/",
        f"/classes/{found.key}/",
        f"/classes/{found.key}/deletion/",
        f"/sessions/{session.key}/setup/",
        f"/sessions/{session.key}/copy/",
        f"/sessions/{session.key}/deletion/",
    ):
        page.goto(at)
        closed = page.locator("main details:not([open]) > summary")
        while closed.count():
            closed.first.click()
        assert findings(page) == [], at


def test_everybody_can_use_the_pages_that_run_a_debate(open_page: OpenPage, world: World) -> None:
    page = open_page(world.alice)
    of = world.at("threads").removesuffix("threads/")
    world.thread.debate.memberships.update(role=Role.MODERATOR)
    for part in ("", "essay/", "access/", "schedule/", "transfer/", "deletion/"):
        page.goto(f"{of}manage/{part}")
        assert findings(page) == [], part
    page.goto(f"{of}manage/schedule/")
    page.get_by_label("Closes").fill("2001-02-03T04:05")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".field-problem")).to_be_visible()
    assert findings(page) == []
    page.goto(f"{of}manage/access/")
    page.get_by_label("Whoever has its link").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Make a new link")).to_be_visible()
    assert findings(page) == []
    page.goto(f"{of}closing/")
    page.get_by_label("Concluding statement").fill(f"**Enough.** {UNBROKEN}")
    page.get_by_role("button", name="Close the debate").click()
    expect(page.locator(".conclusion")).to_contain_text("Enough.")
    assert findings(page) == []
    page.goto("/debates/")
    expect(page.locator("#unlisted-title")).to_be_visible()
    assert findings(page) == []


def test_everybody_can_use_an_empty_site(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")
    expect(page.locator(".empty")).to_be_visible()
    assert findings(page) == []


@pytest.mark.parametrize("at", ["", "threads/"])
def test_what_people_wrote_has_its_own_language_and_direction(
    open_page: OpenPage, thread: Thread, at: str
) -> None:
    arabic = "يجب أن تبدأ المدرسة في التاسعة والنصف."
    Debate.objects.update(language="ar")
    Essay.objects.update(language="ar")
    Claim.objects.update(language="ar", text=arabic)
    page = open_page()
    for address in (f"/debates/{thread.debate.key}/{at}", f"/claims/{thread.rebut.key}/"):
        page.goto(address)
        shown = page.get_by_text(arabic, exact=True)
        for text in shown.all():
            language, direction = text.evaluate(
                "e => [e.closest('[lang]').lang, getComputedStyle(e).direction]"
            )
            assert (language, direction) == ("ar", "rtl"), text
        assert shown.count() > 3
        assert findings(page) == []
