"""The rescue tool of whoever runs the site: look things up, and name topics.

What can be done to a debate, to somebody's seat in it or to a claim has a page and an action of its
own, which asks the permission table, keeps a Change and, where order is kept, a line of the log.
Here all of it is only looked at. Votes, positions, drafts, held claims, invitations, links, cases
and who flagged are not here at all.
"""

from typing import override

from django.contrib import admin
from django.http import HttpRequest

from debate.models import (
    Act,
    Change,
    Claim,
    ClaimRevision,
    Debate,
    DebateRules,
    Essay,
    EssayRevision,
    Flag,
    Membership,
    Passage,
    Topic,
)


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


class LookOnly(admin.ModelAdmin):
    """Rows that only actions make and change, with all that belongs to them."""

    @override
    def has_add_permission(self, request: HttpRequest, *_of: object) -> bool:
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Essay)
class EssayAdmin(LookOnly):
    list_display = ["title", "writer", "brought_by", "created_at"]
    list_select_related = ["brought_by"]
    search_fields = ["key", "title", "writer"]


@admin.register(Debate)
class DebateAdmin(LookOnly):
    list_display = ["key", "essay", "owner", "visibility", "opened_at"]
    list_filter = ["visibility"]
    list_select_related = ["essay", "owner"]
    search_fields = ["key", "essay__title"]
    fields = [
        "key",
        "essay",
        "owner",
        "visibility",
        "language",
        "created_at",
        "opened_at",
        "archived_at",
        "last_seq",
    ]  # not its link: whoever has that is let in


@admin.register(Claim)
class ClaimAdmin(LookOnly):
    list_display = ["key", "relation", "text", "author", "state", "created_at"]
    list_filter = ["state", "relation"]
    list_select_related = ["author"]
    search_fields = ["key", "text"]
    fields = ["key", "debate", "author", "relation", "text", "state", "withdrawn_at", "created_at"]


@admin.register(Change)
class ChangeAdmin(LookOnly):
    list_display = ["debate", "seq", "kind", "claim", "actor", "at"]
    list_filter = ["kind"]
    list_select_related = ["debate", "claim", "actor"]


@admin.register(ClaimRevision)
class ClaimRevisionAdmin(LookOnly):
    list_display = ["claim", "number", "by", "created_at"]
    list_select_related = ["claim", "by"]


@admin.register(EssayRevision)
class EssayRevisionAdmin(LookOnly):
    list_display = ["essay", "number", "by", "created_at"]
    list_select_related = ["essay", "by"]


@admin.register(Passage)
class PassageAdmin(LookOnly):
    list_display = ["revision", "start", "end", "exact"]
    list_select_related = ["revision"]


@admin.register(DebateRules)
class DebateRulesAdmin(LookOnly):
    list_display = ["debate", "posting", "hold_newcomers", "frozen"]
    list_select_related = ["debate"]


@admin.register(Membership)
class MembershipAdmin(LookOnly):
    list_display = ["debate", "person", "role", "side"]
    list_select_related = ["debate", "person"]
    fields = [
        "debate",
        "person",
        "role",
        "side",
    ]  # not the byline: whose pseudonym it is stays theirs


@admin.register(Act)
class ActAdmin(LookOnly):
    """The log of moderation, the newest first; the database itself keeps it from being changed."""

    list_display = ["id", "kind", "reason", "debate_key", "claim_key", "actor_number", "at"]
    list_filter = ["kind", "reason"]
    search_fields = ["key", "debate_key", "claim_key"]
    ordering = ["-id"]
    fields = [
        "id",
        "key",
        "kind",
        "reason",
        "debate_key",
        "claim_key",
        "actor_number",
        "subject_number",
        "about",
        "detail",
        "at",
    ]


@admin.register(Flag)
class FlagAdmin(LookOnly):
    """Why claims are flagged; nobody learns by whom, nor reads the note that might tell."""

    list_display = ["claim", "reason", "at", "settled_at"]
    list_filter = ["reason"]
    list_select_related = ["claim"]
    fields = ["debate", "claim", "reason", "at", "settled_at"]
