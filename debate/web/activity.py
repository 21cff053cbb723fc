"""What happened: in a debate, and by a person."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from debate.enums import ChangeKind, Relation
from debate.queries.activity import list_activity, list_person_activity
from debate.web import asked
from debate.web.answers import page, viewer
from debate.web.deeds import KINDS, by_day
from debate.words import WAYS


@require_safe
def of_debate(request: HttpRequest, key: str) -> HttpResponse:
    kind, relation = asked_kind(request.GET), asked_relation(request.GET)
    shown = list_activity(
        key, viewer(request), kind=kind, relation=relation, cursor=asked.cursor(request.GET)
    )
    return page(
        request,
        "activity/debate.html",
        head=shown.head,
        page=shown.page,
        days=by_day(shown.page.rows),
        kinds=list(KINDS.items()),
        **_choices(kind, relation),
    )


@require_safe
def of_person(request: HttpRequest, key: str) -> HttpResponse:
    kind, relation = asked_kind(request.GET), asked_relation(request.GET)
    shown = list_person_activity(
        key, viewer(request), kind=kind, relation=relation, cursor=asked.cursor(request.GET)
    )
    return page(
        request,
        "activity/person.html",
        person=shown.person,
        page=shown.page,
        days=by_day(shown.page.rows),
        kinds=[(word, name) for word, name in KINDS.items() if word != ChangeKind.WITHDRAWN],
        **_choices(kind, relation),
    )


def asked_kind(asked: Mapping[str, str]) -> ChangeKind | None:
    """Which deeds to show; all, where none of ours is named."""
    value = asked.get("kind", "")
    return ChangeKind(value) if value in KINDS else None


def asked_relation(asked: Mapping[str, str]) -> Relation | None:
    value = asked.get("relation", "")
    return Relation(value) if value in set(Relation) else None


def _choices(kind: ChangeKind | None, relation: Relation | None) -> dict[str, Any]:
    """What the list can be narrowed to, and to what it is."""
    return {
        "relations": [(word, way.reply) for word, way in WAYS.items()],
        "kind": kind or "",
        "relation": relation or "",
        "keep": "".join(
            f"{name}={value}&" for name, value in (("kind", kind), ("relation", relation)) if value
        ),
    }
