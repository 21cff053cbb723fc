"""Markdown that people write, as clean HTML or as plain blocks of text."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from debate.logic.essay_text import DROPPED, join_wrapped

MAX_NESTING = 20  # quotes within quotes; deeper ones stay text

_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "ul",
}
_SCHEMES = {"http", "https", "mailto"}
_REL = "nofollow ugc noopener noreferrer"
_MAILBOX = re.compile(r"mailto:[^\s@?&#%<>\"']{1,64}@[a-z0-9.-]{1,255}", re.IGNORECASE)
# Line ends and tabs mean something in Markdown; all else that is dropped from essays is from here.
_DROPPED = {code: None for code in DROPPED if chr(code) not in "\t\n\r"}


class _Renderer(RendererHTML):
    """A heading in somebody's details would disturb the headings of the page: it is bold text."""

    def heading_open(
        self, _tokens: Sequence[Token], _index: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        return "<p><strong>"

    def heading_close(
        self, _tokens: Sequence[Token], _index: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        return "</strong></p>\n"

    def s_open(
        self, _tokens: Sequence[Token], _index: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        return "<del>"

    def s_close(
        self, _tokens: Sequence[Token], _index: int, _options: OptionsDict, _env: EnvType
    ) -> str:
        return "</del>"


def _leads_somewhere_safe(address: str) -> bool:
    """Whether an address may become a link: absolute, http(s) without a password, or a mailbox."""
    if _MAILBOX.fullmatch(address):
        return True
    try:
        parts = urlsplit(address)
        userinfo = parts.username is not None or parts.password is not None
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not userinfo


def _parser() -> MarkdownIt:
    options = {"html": False, "linkify": False, "typographer": False, "maxNesting": MAX_NESTING}
    parser = MarkdownIt("commonmark", options, renderer_cls=_Renderer)
    return parser.enable("strikethrough").disable(["html_inline", "html_block"])


def _parser_for_pages() -> MarkdownIt:
    # An image would tell its server who reads the page; it becomes a link.
    parser = _parser().disable("image")
    parser.validateLink = _leads_somewhere_safe  # type: ignore[assignment]
    return parser


def _parser_for_words() -> MarkdownIt:
    parser = _parser()
    parser.validateLink = lambda _address: True  # type: ignore[assignment]
    return parser


_FOR_PAGES = _parser_for_pages()
_FOR_WORDS = _parser_for_words()


def to_html(source: str) -> str:
    """Render Markdown to HTML that is safe to put on any page.

    Raw HTML stays as typed, headings become bold paragraphs, images links; links go to http(s) and
    mailboxes only and tell nobody where they came from. Nothing has an id, a class, a style
    or a title.
    Returns: "" for nothing visible; cleaning the result again changes nothing.
    """
    return clean(_FOR_PAGES.render(source.translate(_DROPPED))).strip()


def clean(html: str) -> str:
    """Keep of a piece of HTML only what `to_html` may produce."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel=_REL,
        strip_comments=True,
    )


def to_blocks(source: str) -> list[tuple[int, str]]:
    """The plain text of a Markdown document, block by block, in order.

    Emphasis, addresses and the signs of lists and quotes are left out, the words of links and
    images are kept; raw HTML stays as typed. A list item or a quoted paragraph is one block.
    Returns: (level, text) per block; level 1..6 for a heading, 0 for everything else.
    """
    blocks: list[tuple[int, str]] = []
    level = 0
    for token in _FOR_WORDS.parse(source.translate(_DROPPED)):
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "inline":
            blocks.append((level, _words(token.children or [])))
        elif token.type in {"fence", "code_block"}:
            blocks.append((0, token.content))
    return blocks


def _words(tokens: Sequence[Token]) -> str:
    text = "".join(
        "\n" if token.type in {"softbreak", "hardbreak"} else token.content for token in tokens
    )
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    return join_wrapped(lines) if lines else ""
