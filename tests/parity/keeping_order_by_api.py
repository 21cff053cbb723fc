"""Keeping order in debates, and running them, by programs."""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from tests.parity.by_api import ByApi
from tests.parity.doors import Answer

NOUNS = {
    "hide": "hiding",
    "restore": "restoration",
    "relate": "relation",
    "move": "move",
    "lock": "lock",
    "unlock": "unlock",
    "approve": "approval",
    "return": "return",
    "remove": "removal",
}


class KeepingOrderByApi(ByApi):
    """That half of the door of the API that those go through who run debates or keep order."""

    # ---- Keeping order

    def moderate_claim(
        self, claim: str, deed: str, *, by: User | None, reason: str = "misplaced", **said: str
    ) -> Answer:
        needs = {"relate": "relation", "move": "to"}.get(deed)
        sent = {"reason": reason, **({needs: said[needs]} if needs else {})}
        return self.ask("POST", f"claims/{claim}/moderation/{NOUNS[deed]}", sent, by=by)

    def freeze_debate(self, debate: str, deed: str, *, by: User | None) -> Answer:
        sent = {"reason": "heated"}
        return self.ask("POST", f"debates/{debate}/moderation/{deed}", sent, by=by)

    def judge_held(self, held: str, deed: str, *, by: User | None, **said: str) -> Answer:
        sent = {"reason": "unclear", "note": "", **said}
        return self.ask("POST", f"held/{held}/{NOUNS[deed]}", sent, by=by)

    def settle_flags(self, debate: str, claim: str, *, by: User | None) -> Answer:
        sent = {"claim": claim}
        return self.ask("POST", f"debates/{debate}/moderation/settlement", sent, by=by)

    def decide_appeal(
        self, act: str, *, by: User | None, decision: str, answer: str = "Looked at."
    ) -> Answer:
        sent = {"decision": decision, "answer": answer}
        return self.ask("POST", f"acts/{act}/decision", sent, by=by)

    def block_person(
        self, debate: str, *, by: User | None, claim: str = "", handle: str = ""
    ) -> Answer:
        whom = {"claim": claim} if claim else {"handle": handle}
        return self.ask("POST", f"debates/{debate}/blocks", {**whom, "reason": "insult"}, by=by)

    def unblock_person(self, debate: str, act: str, *, by: User | None) -> Answer:
        return self.ask("POST", f"acts/{act}/unblocking", {}, by=by)

    def suspend_person(self, person: str, *, by: User | None, days: str) -> Answer:
        sent = {"days": None if days == "ban" else int(days), "reason": "spam"}
        return self.ask("PUT", f"people/{person}/suspension", sent, by=by, session=True)

    def readmit_person(self, person: str, *, by: User | None) -> Answer:
        sent = {"reason": "resolved"}
        return self.ask("POST", f"people/{person}/readmission", sent, by=by, session=True)

    # ---- Running a debate

    def start_debate(
        self, *, by: User | None, title: str = "", text: str = "", thesis: str = ""
    ) -> Answer:
        sent = {"title": title, "text": text, "thesis": thesis}
        return self.ask("POST", "debates", sent, by=by)

    def state_thesis(
        self,
        debate: str,
        *,
        by: User | None,
        text: str,
        span: tuple[int, int] | None = None,
    ) -> Answer:
        return self.ask("PUT", f"debates/{debate}/outline/thesis", _wording(text, span), by=by)

    def draw_point(
        self,
        debate: str,
        *,
        by: User | None,
        text: str,
        span: tuple[int, int] | None = None,
    ) -> Answer:
        return self.ask("POST", f"debates/{debate}/outline/points", _wording(text, span), by=by)

    def drop_point(self, debate: str, claim: str, *, by: User | None) -> Answer:
        return self.ask("DELETE", f"debates/{debate}/outline/points/{claim}", by=by)

    def choose_topics(self, debate: str, slugs: Sequence[str], *, by: User | None) -> Answer:
        sent = {"topics": list(slugs)}
        return self.ask("PUT", f"debates/{debate}/outline/topics", sent, by=by)

    def discard_draft(self, debate: str, *, by: User | None) -> Answer:
        return self.ask("DELETE", f"debates/{debate}/outline", by=by)

    def publish_debate(self, debate: str, *, by: User | None, visibility: str = "") -> Answer:
        sent = {"visibility": visibility} if visibility else {}
        return self.ask("POST", f"debates/{debate}/publication", sent, by=by)

    def close_debate(
        self, debate: str, *, by: User | None, conclusion: str | None = None
    ) -> Answer:
        sent = {"conclusion": conclusion}
        return self.ask("PUT", f"debates/{debate}/closing", sent, by=by)

    def reopen_debate(self, debate: str, *, by: User | None) -> Answer:
        return self.ask("DELETE", f"debates/{debate}/closing", by=by)

    def set_access(
        self, debate: str, *, by: User | None, visibility: str = "public", posting: str
    ) -> Answer:
        sent = {"visibility": visibility, "posting": posting}
        return self.ask("PUT", f"debates/{debate}/manage/access", sent, by=by)

    def hold_newcomers(self, debate: str, *, by: User | None) -> Answer:
        return self.ask("PUT", f"debates/{debate}/manage/newcomers", by=by)

    def set_link(self, debate: str, deed: str, *, by: User | None) -> Answer:
        method = {"renew": "POST", "revoke": "DELETE"}[deed]
        return self.ask(method, f"debates/{debate}/manage/link", by=by)

    def describe_debate(self, debate: str, *, by: User | None, title: str) -> Answer:
        sent = {"title": title}
        return self.ask("PATCH", f"debates/{debate}/manage/essay", sent, by=by)

    def schedule_debate(
        self, debate: str, *, by: User | None, opens_at: str = "", closes_at: str = ""
    ) -> Answer:
        sent = {"opens_at": opens_at or None, "closes_at": closes_at or None}
        return self.ask("PUT", f"debates/{debate}/manage/schedule", sent, by=by)

    def archive_debate(self, debate: str, *, by: User | None, archived: bool = True) -> Answer:
        method = "PUT" if archived else "DELETE"
        return self.ask(method, f"debates/{debate}/manage/archive", by=by)

    def transfer_debate(self, debate: str, to: str, *, by: User | None) -> Answer:
        address = f"debates/{debate}/manage/transfer"
        return self.ask("POST", address, {"to": to}, by=by, session=True)

    def delete_debate(self, debate: str, *, by: User | None) -> Answer:
        return self.ask("POST", f"debates/{debate}/manage/deletion", by=by, session=True)

    # ---- Its members

    def seat_person(self, debate: str, handle: str, role: str, *, by: User | None) -> Answer:
        sent = {"handle": handle, "role": role}
        return self.ask("POST", f"debates/{debate}/members", sent, by=by)

    def change_role(self, debate: str, seat: str, role: str, *, by: User | None) -> Answer:
        return self.ask("PATCH", f"debates/{debate}/members/{seat}", {"role": role}, by=by)

    def remove_member(self, debate: str, seat: str, *, by: User | None) -> Answer:
        return self.ask("DELETE", f"debates/{debate}/members/{seat}", by=by)

    def make_invitation(self, debate: str, role: str, *, by: User | None) -> Answer:
        return self.ask("POST", f"debates/{debate}/invitations", {"role": role}, by=by)

    def revoke_invitation(self, debate: str, role: str, *, by: User | None) -> Answer:
        return self.ask("DELETE", f"debates/{debate}/invitations?role={role}", by=by)


def _wording(text: str, span: tuple[int, int] | None) -> dict[str, Any]:
    return {"text": text, "span": {"start": span[0], "end": span[1]} if span else None}
