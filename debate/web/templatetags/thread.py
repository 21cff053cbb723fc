"""The components of a claim for Django's templates; they exist in jinja2 only."""

from collections.abc import Sequence

from django import forms, template
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from debate.enums import Relation
from debate.limits import CLAIM_TEXT_MAX
from debate.queries.history import WordingRow
from debate.queries.rows import ClaimRow, MoreReplies, ThreadNode, WordingsRow
from debate.words import Way, way

register = template.Library()


def component(name: str, **inputs: object) -> SafeString:
    """One template of templates/claim, rendered with just its inputs."""
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)
    html = engine.env.get_template(f"claim/{name}.jinja").render(inputs)
    return mark_safe(html)  # noqa: S308 - the environment escapes


def _signed_in(context: Context) -> bool:
    user = context.get("user")
    return bool(user and user.is_authenticated)


def _token(context: Context) -> SafeString:
    """The hidden field of a form that may be sent without a script."""
    return template.Template("{% csrf_token %}").render(context)


@register.simple_tag(takes_context=True)
def thread(
    context: Context,
    nodes: Sequence[ThreadNode],
    sort: str = "best",
    heading: str = "p",
    *,
    answers: bool = False,
) -> SafeString:
    """The list items of a thread; `heading="h3"` where the first level heads its branches."""
    return component(
        "_thread",
        nodes=nodes,
        sort=sort,
        heading=heading,
        answers=answers,
        arrived_key="",
        signed_in=_signed_in(context),
    )


@register.simple_tag(takes_context=True)
def more_replies(context: Context, more: MoreReplies, sort: str = "best") -> SafeString:
    """The list items that a stub was hiding, with a further stub."""
    return component(
        "_more",
        more=more,
        sort=sort,
        heading="p",
        answers=more.answers,
        arrived_key="",
        signed_in=_signed_in(context),
    )


@register.simple_tag
def count(key: str, of: str, n: int) -> SafeString:
    """How many replies stand in one list: `of` a relation, or of all "answers"."""
    return component("_count", key=key, of=of, n=n)


@register.simple_tag
def stub(
    parent_key: str, hidden: int, after: str, sort: str = "best", *, new: int = 0
) -> SafeString:
    """ "12 more replies" as a list item, with how many of them are `new` to the viewer."""
    return component("_stub", parent_key=parent_key, hidden=hidden, after=after, sort=sort, new=new)


@register.simple_tag
def way_of(relation: str, *, answers: bool = False) -> Way:
    """The words of a relation; with `answers` below a question."""
    return way(Relation(relation), answers=answers)


@register.simple_tag
def claim_line(row: ClaimRow) -> SafeString:
    """Relation, name and time of a claim."""
    return component("_line", claim=row, answers=False)


@register.simple_tag
def relation(row: ClaimRow) -> SafeString:
    """How a claim bears on its parent, as sign and word."""
    return component("_relation", claim=row, answers=False)


@register.simple_tag(takes_context=True)
def standing(context: Context, row: ClaimRow, *, words: bool = False) -> SafeString:
    """A claim's votes; of a question, whether it is open."""
    return component("_standing", claim=row, words=words, signed_in=_signed_in(context))


@register.simple_tag
def earlier_votes(key: str, wordings: WordingsRow) -> SafeString:
    """How many votes are on an earlier wording of a claim."""
    return component("_earlier", key=key, wordings=wordings)


@register.simple_tag
def wording_body(row: ClaimRow, wording: WordingRow) -> SafeString:
    """What one wording of a claim said, with what changed in it."""
    return component("_wording", wording=wording, lang=row.language, whole=False)


@register.simple_tag(takes_context=True)
def answer_links(context: Context, row: ClaimRow, into: str = "list") -> SafeString:
    """The ways to reply, written out, for a thesis or a point that stands apart from a thread."""
    return component("_answer", claim=row, into=into, signed_in=_signed_in(context))


@register.simple_tag(takes_context=True)
def composer(
    context: Context, parent: ClaimRow, form: forms.Form, into: str = "thread", after: str = ""
) -> SafeString:
    """The form that answers a claim; `after` is the page to go to when it is posted."""
    return component(
        "_composer",
        parent=parent,
        form=form,
        into=into,
        text_max=CLAIM_TEXT_MAX,
        csrf_input=_token(context),
        next=after,
    )


@register.simple_tag
def ways_instead(parent: ClaimRow, chosen: str) -> SafeString:
    """The relations that are open now, in place of those of a form that stays on the page."""
    return component(
        "_ways",
        parent=parent,
        key=parent.key,
        asked=parent.relation == Relation.QUESTION,
        chosen=chosen,
        unchosen=False,
        apart=True,
    )


@register.simple_tag(takes_context=True)
def edit_form(
    context: Context, row: ClaimRow, form: forms.Form, newer: WordingRow | None = None
) -> SafeString:
    """The form that rewords a claim."""
    return component(
        "_edit",
        claim=row,
        form=form,
        newer=newer,
        inline=False,
        text_max=CLAIM_TEXT_MAX,
        csrf_input=_token(context),
    )


@register.simple_tag(takes_context=True)
def withdraw_form(context: Context, row: ClaimRow) -> SafeString:
    """The question before a claim is withdrawn."""
    return component("_withdraw", claim=row, inline=False, csrf_input=_token(context))


@register.simple_tag(takes_context=True)
def resend_form(context: Context, key: str, form: forms.Form) -> SafeString:
    """The form by which a claim that was sent back to its author is sent again."""
    return component(
        "_resend", key=key, form=form, text_max=CLAIM_TEXT_MAX, csrf_input=_token(context)
    )
