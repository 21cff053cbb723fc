"""The half of the door of the API by which people take part in a debate."""

from collections.abc import Sequence
from dataclasses import replace

from django.test import Client

from accounts.models import User
from tests.parity.by_api import ByApi
from tests.parity.doors import CONFLICT, Answer


class TakingPartByApi(ByApi):
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
        sent = {
            "relation": relation,
            "text": text,
            "details": details,
            "sources": [{"title": title, "url": url} for title, url in sources],
        }
        return self.ask("POST", f"claims/{claim}/replies", sent, by=by)

    def edit_claim(
        self, claim: str, *, by: User | None, text: str, base_revision: int = 1
    ) -> Answer:
        known = {"If-Match": f'"{base_revision}"'}
        answer = self.ask("PATCH", f"claims/{claim}", {"text": text}, by=by, headers=known)
        if answer.kind != CONFLICT:
            return answer
        # A page shows the newer words beside those that were sent; a program reads them.
        newer = Client().get(f"/api/v1/claims/{claim}").json()["text"]
        return replace(answer, told=f"{answer.told} {newer}")

    def withdraw_claim(self, claim: str, *, by: User | None) -> Answer:
        return self.ask("POST", f"claims/{claim}/withdrawal", by=by)

    def cast_vote(self, claim: str, *, by: User | None, value: int | None) -> Answer:
        if value is None:
            return self.ask("DELETE", f"claims/{claim}/vote", by=by)
        return self.ask("PUT", f"claims/{claim}/vote", {"value": value}, by=by)

    def state_position(self, debate: str, *, by: User | None, value: int | None) -> Answer:
        if value is None:
            return self.ask("DELETE", f"debates/{debate}/position", by=by)
        return self.ask("PUT", f"debates/{debate}/position", {"value": value}, by=by)

    def change_relation(self, claim: str, relation: str, *, by: User | None) -> Answer:
        return self.ask("PUT", f"claims/{claim}/relation", {"relation": relation}, by=by)

    def save_draft(
        self, claim: str, *, by: User | None, text: str, base_version: int = 0
    ) -> Answer:
        sent = {"text": text, "version": base_version}
        return self.ask("PUT", f"claims/{claim}/draft", sent, by=by)

    def drop_draft(self, claim: str, *, by: User | None, version: int) -> Answer:
        return self.ask("DELETE", f"claims/{claim}/draft?version={version}", by=by)

    def follow_debate(self, debate: str, *, by: User | None) -> Answer:
        return self.ask("PUT", f"debates/{debate}/follow", by=by)

    def unfollow_debate(self, debate: str, *, by: User | None) -> Answer:
        return self.ask("DELETE", f"debates/{debate}/follow", by=by)

    def leave_debate(self, debate: str, *, by: User | None) -> Answer:
        return self.ask("POST", f"debates/{debate}/leaving", by=by)

    def accept_invitation(self, key: str, *, by: User | None) -> Answer:
        return self.ask("POST", f"invitations/{key}", by=by)

    def resend_held(self, held: str, *, by: User | None, text: str) -> Answer:
        return self.ask("PATCH", f"held/{held}", {"text": text}, by=by)

    def drop_held(self, held: str, *, by: User | None) -> Answer:
        return self.ask("DELETE", f"held/{held}", by=by)

    def flag_claim(
        self, claim: str, *, by: User | None, reason: str = "spam", note: str = ""
    ) -> Answer:
        return self.ask("POST", f"claims/{claim}/flag", {"reason": reason, "note": note}, by=by)

    def appeal(self, act: str, *, by: User | None, text: str) -> Answer:
        return self.ask("POST", f"acts/{act}/appeal", {"text": text}, by=by)
