"""The rescue tool of whoever runs the site: look things up, mend what no page can."""

from typing import Any

from django.contrib import admin

from debate.models import (
    Change,
    Claim,
    ClaimRevision,
    Debate,
    DebateRules,
    Essay,
    EssayRevision,
    Membership,
    Passage,
    Topic,
)
from debate.tasks.dirty import mark_dirty_on_commit


class MendOnly(admin.ModelAdmin):
    """Rows that the actions make, with all that belongs to them, and that nothing deletes alone."""

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Essay)
class EssayAdmin(MendOnly):
    list_display = ["title", "writer", "brought_by", "created_at"]
    search_fields = ["key", "title", "writer"]
    raw_id_fields = ["brought_by"]


@admin.register(Debate)
class DebateAdmin(MendOnly):
    list_display = ["key", "essay", "owner", "visibility", "opened_at"]
    list_filter = ["visibility"]
    search_fields = ["key", "essay__title"]
    raw_id_fields = ["essay", "owner"]
    readonly_fields = ["last_seq"]


@admin.register(Claim)
class ClaimAdmin(MendOnly):
    """Words change by an edit in the page, which keeps revisions; here one looks and hides."""

    list_display = ["key", "relation", "text", "author", "state", "created_at"]
    list_filter = ["state", "relation"]
    search_fields = ["key", "text"]
    fields = ["key", "debate", "author", "relation", "text", "state", "withdrawn_at", "created_at"]
    readonly_fields = ["key", "debate", "author", "relation", "text", "created_at"]

    def save_model(self, request: object, obj: Any, form: object, change: object) -> None:
        obj.save(update_fields=["state", "withdrawn_at"])
        mark_dirty_on_commit(obj.debate_id)  # what is hidden counts no more


class LookOnly(MendOnly):
    """Rows that nobody may change by hand: what was said and what happened."""

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(Change)
class ChangeAdmin(LookOnly):
    list_display = ["debate", "seq", "kind", "claim", "actor", "at"]
    list_filter = ["kind"]
    list_select_related = ["debate", "claim", "actor"]


@admin.register(ClaimRevision)
class ClaimRevisionAdmin(LookOnly):
    list_display = ["claim", "number", "by", "created_at"]


@admin.register(EssayRevision)
class EssayRevisionAdmin(LookOnly):
    list_display = ["essay", "number", "by", "created_at"]


@admin.register(Passage)
class PassageAdmin(LookOnly):
    list_display = ["revision", "start", "end", "exact"]


@admin.register(DebateRules)
class DebateRulesAdmin(MendOnly):
    list_display = ["debate", "frozen"]
    fields = ["frozen"]


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["debate", "person", "role", "side"]
    raw_id_fields = ["debate", "person"]
