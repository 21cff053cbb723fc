"""How to cite a claim, a debate or its essay: on a page to copy from, and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from debate.enums import Visibility
from debate.formats.citation import CITATION_FILES, CitationFormat, Reference
from debate.queries.cited import CitedClaim, CitedEssay, read_cited_claim, read_cited_debate
from debate.web.answers import page, viewer

SITE = "Rejoinder"


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing to be cited on a page: `kind` is claim, thesis or essay."""

    kind: str
    reference: Reference
    language: str
    files: tuple[tuple[str, str], ...]  # the name of a format and the address of its file


@require_safe
def claim(request: HttpRequest, key: str) -> HttpResponse:
    found = read_cited_claim(key, viewer(request))
    return _answer(request, [_cited_claim(request, found)], found, reverse("claim", args=[key]))


@require_safe
def debate(request: HttpRequest, key: str) -> HttpResponse:
    thesis, essay = read_cited_debate(key, viewer(request))
    cited = [_cited_claim(request, thesis)]
    if essay is not None:
        cited.insert(0, _cited_essay(request, thesis, essay))
    return _answer(request, cited, thesis, reverse("debate", args=[key]))


def _answer(
    request: HttpRequest, cited: Sequence[Cited], of: CitedClaim, back: str
) -> HttpResponse:
    wanted = request.GET.get("format", "")
    if wanted in set(CitationFormat):
        kind = request.GET.get("of", "")
        chosen = next((one for one in cited if one.kind == kind), cited[-1])
        return _file(CitationFormat(wanted), chosen.reference)
    public = of.visibility == Visibility.PUBLIC
    return page(request, "cite/cite.html", cited=cited, back=back, public=public)


def _file(wanted: CitationFormat, reference: Reference) -> HttpResponse:
    file = CITATION_FILES[wanted]
    response = HttpResponse(
        file.write(reference).encode("utf-8", "replace"),
        content_type=f"{file.media_type}; charset=utf-8",
        status=HTTPStatus.OK,
    )
    name = f"rejoinder-{reference.key}.{file.ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cited_claim(request: HttpRequest, found: CitedClaim) -> Cited:
    kind = "thesis" if found.thesis else "claim"
    name, key = ("debate", found.debate_key) if found.thesis else ("claim", found.key)
    reference = Reference(
        key=found.key,
        author=found.byline.name,
        title=found.text,
        published_on=_day(found.stated_at),
        site=SITE,
        address=request.build_absolute_uri(reverse(name, args=[key])),
        accessed_on=timezone.localdate(),
        wording=found.wording,
        worded_on=_day(found.worded_at),
        language=found.language,
    )
    return Cited(kind, reference, found.language, _files(request, kind))


def _cited_essay(request: HttpRequest, thesis: CitedClaim, essay: CitedEssay) -> Cited:
    reference = Reference(
        key=essay.key,
        author=essay.writer,
        title=essay.title,
        published_on=essay.written_on or _day(essay.brought_at),
        site=SITE,
        address=request.build_absolute_uri(reverse("debate", args=[thesis.debate_key])),
        accessed_on=timezone.localdate(),
        wording=essay.wording,
        worded_on=_day(essay.worded_at),
        language=essay.language,
    )
    return Cited("essay", reference, essay.language, _files(request, "essay"))


def _files(request: HttpRequest, kind: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (file.name, f"{request.path}?of={kind}&format={format_}")
        for format_, file in CITATION_FILES.items()
    )


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
