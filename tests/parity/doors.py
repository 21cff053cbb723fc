"""The doors to the actions: each asks for the same deeds and tells in the same terms how it went.

A test asks through a door what a person asks, and looks at the answer and at what is kept; it does
not know which door it was. `tests/parity/conftest.py` lists the doors.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from django.test import Client

from accounts.models import User

DONE = "done"
INVALID = "invalid"
NOT_SIGNED_IN = "not signed in"
NOT_ALLOWED = "not allowed"
NOT_FOUND = "not found"
CONFLICT = "conflict"


@dataclass(frozen=True)
class Answer:
    """How a deed went, and what was told of it."""

    kind: str
    told: str = ""


class Door(ABC):
    """Everything that a person can do with a debate, through one door."""

    @abstractmethod
    def post_reply(
        self,
        claim: str,
        *,
        by: User | None,
        relation: str = "rebut",
        text: str = "That does not follow.",
        details: str = "",
        sources: Sequence[tuple[str, str]] = (),
    ) -> Answer: ...

    @abstractmethod
    def edit_claim(
        self, claim: str, *, by: User | None, text: str, base_revision: int = 1
    ) -> Answer: ...

    @abstractmethod
    def withdraw_claim(self, claim: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def cast_vote(self, claim: str, *, by: User | None, value: int | None) -> Answer: ...

    @abstractmethod
    def state_position(self, debate: str, *, by: User | None, value: int | None) -> Answer: ...

    @abstractmethod
    def start_debate(
        self, *, by: User | None, title: str = "", text: str = "", thesis: str = ""
    ) -> Answer: ...

    @abstractmethod
    def state_thesis(
        self,
        debate: str,
        *,
        by: User | None,
        text: str,
        span: tuple[int, int] | None = None,
    ) -> Answer: ...

    @abstractmethod
    def draw_point(
        self,
        debate: str,
        *,
        by: User | None,
        text: str,
        span: tuple[int, int] | None = None,
    ) -> Answer: ...

    @abstractmethod
    def drop_point(self, debate: str, claim: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def choose_topics(self, debate: str, slugs: Sequence[str], *, by: User | None) -> Answer: ...

    @abstractmethod
    def discard_draft(self, debate: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def publish_debate(self, debate: str, *, by: User | None, visibility: str = "") -> Answer: ...

    @abstractmethod
    def set_access(
        self, debate: str, *, by: User | None, visibility: str = "public", posting: str
    ) -> Answer: ...

    @abstractmethod
    def hold_newcomers(self, debate: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def set_link(self, debate: str, deed: str, *, by: User | None) -> Answer:
        """Renew or revoke the link of an unlisted debate."""

    @abstractmethod
    def describe_debate(self, debate: str, *, by: User | None, title: str) -> Answer: ...

    @abstractmethod
    def schedule_debate(
        self, debate: str, *, by: User | None, opens_at: str = "", closes_at: str = ""
    ) -> Answer: ...

    @abstractmethod
    def archive_debate(self, debate: str, *, by: User | None, archived: bool = True) -> Answer: ...

    @abstractmethod
    def transfer_debate(self, debate: str, to: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def delete_debate(self, debate: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def close_debate(
        self, debate: str, *, by: User | None, conclusion: str | None = None
    ) -> Answer: ...

    @abstractmethod
    def reopen_debate(self, debate: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def save_draft(
        self, claim: str, *, by: User | None, text: str, base_version: int = 0
    ) -> Answer: ...

    @abstractmethod
    def drop_draft(self, claim: str, *, by: User | None, version: int) -> Answer: ...

    @abstractmethod
    def follow_debate(self, debate: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def unfollow_debate(self, debate: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def seat_person(self, debate: str, handle: str, role: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def change_role(self, debate: str, seat: str, role: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def remove_member(self, debate: str, seat: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def leave_debate(self, debate: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def make_invitation(self, debate: str, role: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def revoke_invitation(self, debate: str, role: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def accept_invitation(self, key: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def moderate_claim(
        self, claim: str, deed: str, *, by: User | None, reason: str = "misplaced", **said: str
    ) -> Answer:
        """Hide, restore, relate (relation=), move (to=), lock or unlock a claim."""

    @abstractmethod
    def change_relation(self, claim: str, relation: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def freeze_debate(self, debate: str, deed: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def judge_held(self, held: str, deed: str, *, by: User | None, **said: str) -> Answer:
        """Approve, return (note=) or remove a claim that is held."""

    @abstractmethod
    def resend_held(self, held: str, *, by: User | None, text: str) -> Answer: ...

    @abstractmethod
    def drop_held(self, held: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def flag_claim(
        self, claim: str, *, by: User | None, reason: str = "spam", note: str = ""
    ) -> Answer: ...

    @abstractmethod
    def settle_flags(self, debate: str, claim: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def appeal(self, act: str, *, by: User | None, text: str) -> Answer: ...

    @abstractmethod
    def decide_appeal(
        self, act: str, *, by: User | None, decision: str, answer: str = "Looked at."
    ) -> Answer: ...

    @abstractmethod
    def block_person(
        self, debate: str, *, by: User | None, claim: str = "", handle: str = ""
    ) -> Answer: ...

    @abstractmethod
    def unblock_person(self, debate: str, act: str, *, by: User | None) -> Answer: ...

    @abstractmethod
    def suspend_person(self, person: str, *, by: User | None, days: str) -> Answer:
        """For some days, or with "ban" without an end."""

    @abstractmethod
    def readmit_person(self, person: str, *, by: User | None) -> Answer: ...


class PageDoor(Door):
    """The pages, as a browser without a script sends their forms."""

    KINDS = {
        303: DONE,
        401: NOT_SIGNED_IN,
        422: INVALID,
        403: NOT_ALLOWED,
        404: NOT_FOUND,
        409: CONFLICT,
    }

    def post_reply(
        self,
        claim: str,
        *,
        by: User | None,
        relation: str = "rebut",
        text: str = "That does not follow.",
        details: str = "",
        sources: Sequence[tuple[str, str]] = (),
    ) -> Answer:
        form = {"relation": relation, "text": text, "details": details}
        for number, (title, url) in enumerate(sources, 1):
            form |= {f"source_title_{number}": title, f"source_url_{number}": url}
        return self._post(f"/claims/{claim}/replies/", form, by=by)

    def edit_claim(
        self, claim: str, *, by: User | None, text: str, base_revision: int = 1
    ) -> Answer:
        form = {"text": text, "revision": str(base_revision)}
        return self._post(f"/claims/{claim}/edit/", form, by=by)

    def withdraw_claim(self, claim: str, *, by: User | None) -> Answer:
        return self._post(f"/claims/{claim}/withdrawal/", {}, by=by)

    def cast_vote(self, claim: str, *, by: User | None, value: int | None) -> Answer:
        form = {"value": "withdraw" if value is None else str(value)}
        return self._post(f"/claims/{claim}/vote/", form, by=by)

    def state_position(self, debate: str, *, by: User | None, value: int | None) -> Answer:
        form = {"value": "withdraw" if value is None else str(value)}
        return self._post(f"/debates/{debate}/position/", form, by=by)

    def start_debate(
        self, *, by: User | None, title: str = "", text: str = "", thesis: str = ""
    ) -> Answer:
        form = {"title": title, "text": text, "thesis": thesis, "language": "en"}
        return self._post("/debates/new/", form, by=by)

    def state_thesis(
        self,
        debate: str,
        *,
        by: User | None,
        text: str,
        span: tuple[int, int] | None = None,
    ) -> Answer:
        return self._outline(debate, {"deed": "thesis", "text": text}, span, by=by)

    def draw_point(
        self,
        debate: str,
        *,
        by: User | None,
        text: str,
        span: tuple[int, int] | None = None,
    ) -> Answer:
        return self._outline(debate, {"deed": "point", "text": text}, span, by=by)

    def drop_point(self, debate: str, claim: str, *, by: User | None) -> Answer:
        return self._outline(debate, {"deed": "drop", "claim": claim}, None, by=by)

    def choose_topics(self, debate: str, slugs: Sequence[str], *, by: User | None) -> Answer:
        form = {"deed": "topics", "topics": list(slugs)}
        return self._post(f"/debates/{debate}/outline/", form, by=by)

    def discard_draft(self, debate: str, *, by: User | None) -> Answer:
        return self._outline(debate, {"deed": "discard"}, None, by=by)

    def publish_debate(self, debate: str, *, by: User | None, visibility: str = "") -> Answer:
        form = {"visibility": visibility} if visibility else {}
        return self._post(f"/debates/{debate}/publication/", form, by=by)

    def set_access(
        self, debate: str, *, by: User | None, visibility: str = "public", posting: str
    ) -> Answer:
        return self._manage(debate, "access", by, visibility=visibility, posting=posting)

    def hold_newcomers(self, debate: str, *, by: User | None) -> Answer:
        return self._manage(debate, "access", by, deed="hold", hold_newcomers="1")

    def set_link(self, debate: str, deed: str, *, by: User | None) -> Answer:
        return self._manage(debate, "access", by, deed=deed)

    def describe_debate(self, debate: str, *, by: User | None, title: str) -> Answer:
        return self._manage(debate, "essay", by, title=title, language="en")

    def schedule_debate(
        self, debate: str, *, by: User | None, opens_at: str = "", closes_at: str = ""
    ) -> Answer:
        return self._manage(debate, "schedule", by, opens_at=opens_at, closes_at=closes_at)

    def archive_debate(self, debate: str, *, by: User | None, archived: bool = True) -> Answer:
        return self._manage(debate, "archive", by, archived="1" if archived else "0")

    def transfer_debate(self, debate: str, to: str, *, by: User | None) -> Answer:
        return self._manage(debate, "transfer", by, to=to)

    def delete_debate(self, debate: str, *, by: User | None) -> Answer:
        return self._manage(debate, "deletion", by)

    def _manage(self, debate: str, part: str, by: User | None, **form: str) -> Answer:
        return self._post(f"/debates/{debate}/manage/{part}/", form, by=by)

    def close_debate(
        self, debate: str, *, by: User | None, conclusion: str | None = None
    ) -> Answer:
        form = {"closed": "1"} | ({} if conclusion is None else {"conclusion": conclusion})
        return self._post(f"/debates/{debate}/closing/", form, by=by)

    def reopen_debate(self, debate: str, *, by: User | None) -> Answer:
        return self._post(f"/debates/{debate}/closing/", {"closed": "0"}, by=by)

    def save_draft(
        self, claim: str, *, by: User | None, text: str, base_version: int = 0
    ) -> Answer:
        form = {"purpose": "reply", "text": text, "draft_version": str(base_version)}
        return self._post(f"/claims/{claim}/draft/", form, by=by)

    def drop_draft(self, claim: str, *, by: User | None, version: int) -> Answer:
        form = {"purpose": "reply", "draft": "drop", "draft_version": str(version)}
        return self._post(f"/claims/{claim}/draft/", form, by=by)

    def follow_debate(self, debate: str, *, by: User | None) -> Answer:
        return self._post(f"/debates/{debate}/follow/", {"value": "1"}, by=by)

    def unfollow_debate(self, debate: str, *, by: User | None) -> Answer:
        return self._post(f"/debates/{debate}/follow/", {"value": "0"}, by=by)

    def seat_person(self, debate: str, handle: str, role: str, *, by: User | None) -> Answer:
        return self._members(debate, {"deed": "seat", "handle": handle, "role": role}, by=by)

    def change_role(self, debate: str, seat: str, role: str, *, by: User | None) -> Answer:
        return self._members(debate, {"deed": "role", "member": seat, "role": role}, by=by)

    def remove_member(self, debate: str, seat: str, *, by: User | None) -> Answer:
        return self._members(debate, {"deed": "remove", "member": seat}, by=by)

    def leave_debate(self, debate: str, *, by: User | None) -> Answer:
        return self._post(f"/debates/{debate}/leaving/", {}, by=by)

    def make_invitation(self, debate: str, role: str, *, by: User | None) -> Answer:
        return self._post(f"/debates/{debate}/invitations/", {"make": role}, by=by)

    def revoke_invitation(self, debate: str, role: str, *, by: User | None) -> Answer:
        return self._post(f"/debates/{debate}/invitations/", {"revoke": role}, by=by)

    def accept_invitation(self, key: str, *, by: User | None) -> Answer:
        return self._post(f"/invitations/{key}/", {}, by=by)

    def _members(self, debate: str, form: dict[str, str], *, by: User | None) -> Answer:
        return self._post(f"/debates/{debate}/members/", form, by=by)

    def _outline(
        self,
        debate: str,
        form: dict[str, str],
        span: tuple[int, int] | None,
        *,
        by: User | None,
    ) -> Answer:
        if span is not None:
            form |= {"start": str(span[0]), "end": str(span[1])}
        return self._post(f"/debates/{debate}/outline/", form, by=by)

    def moderate_claim(
        self, claim: str, deed: str, *, by: User | None, reason: str = "misplaced", **said: str
    ) -> Answer:
        form = {"deed": deed, "reason": reason, **said, "checked": said.get("to", "")}
        return self._post(f"/claims/{claim}/moderation/", form, by=by)

    def change_relation(self, claim: str, relation: str, *, by: User | None) -> Answer:
        return self._post(f"/claims/{claim}/relation/", {"relation": relation}, by=by)

    def freeze_debate(self, debate: str, deed: str, *, by: User | None) -> Answer:
        form = {"deed": deed, "reason": "heated"}
        return self._post(f"/debates/{debate}/freeze/", form, by=by)

    def judge_held(self, held: str, deed: str, *, by: User | None, **said: str) -> Answer:
        form = {"deed": deed, "reason": "unclear", **said}
        return self._post(f"/held/{held}/", form, by=by)

    def resend_held(self, held: str, *, by: User | None, text: str) -> Answer:
        return self._post(f"/held/{held}/", {"deed": "resend", "text": text}, by=by)

    def drop_held(self, held: str, *, by: User | None) -> Answer:
        return self._post(f"/held/{held}/", {"deed": "drop"}, by=by)

    def flag_claim(
        self, claim: str, *, by: User | None, reason: str = "spam", note: str = ""
    ) -> Answer:
        return self._post(f"/claims/{claim}/flag/", {"reason": reason, "note": note}, by=by)

    def settle_flags(self, debate: str, claim: str, *, by: User | None) -> Answer:
        form = {"deed": "settle", "claim": claim}
        return self._post(f"/debates/{debate}/moderation/", form, by=by)

    def appeal(self, act: str, *, by: User | None, text: str) -> Answer:
        return self._post(f"/acts/{act}/", {"deed": "appeal", "text": text}, by=by)

    def decide_appeal(
        self, act: str, *, by: User | None, decision: str, answer: str = "Looked at."
    ) -> Answer:
        form = {"deed": "decide", "decision": decision, "answer": answer}
        return self._post(f"/acts/{act}/", form, by=by)

    def block_person(
        self, debate: str, *, by: User | None, claim: str = "", handle: str = ""
    ) -> Answer:
        form = {"deed": "block", "claim": claim, "handle": handle, "reason": "insult"}
        return self._post(f"/debates/{debate}/blocks/", form, by=by)

    def unblock_person(self, debate: str, act: str, *, by: User | None) -> Answer:
        return self._post(f"/debates/{debate}/blocks/", {"deed": "unblock", "act": act}, by=by)

    def suspend_person(self, person: str, *, by: User | None, days: str) -> Answer:
        form = {"deed": "suspend", "days": days, "reason": "spam"}
        return self._post(f"/people/{person}/suspension/", form, by=by)

    def readmit_person(self, person: str, *, by: User | None) -> Answer:
        form = {"deed": "readmit", "reason": "resolved"}
        return self._post(f"/people/{person}/suspension/", form, by=by)

    def _post(self, address: str, form: Mapping[str, object], *, by: User | None) -> Answer:
        browser = Client()
        if by is not None:
            browser.force_login(by)
        response = browser.post(address, form)
        kind = self.KINDS[response.status_code]
        if kind == DONE and urlsplit(response["Location"]).path == "/accounts/login/":
            return Answer(NOT_SIGNED_IN, _text(browser.get(response["Location"]).content))
        return Answer(kind, "" if kind == DONE else _text(response.content))


def _text(page: bytes) -> str:
    text = re.sub(r"(?s)<(script|style|template)\b.*?</\1>|<[^>]*>", " ", page.decode())
    return " ".join(unescape(text).split())
