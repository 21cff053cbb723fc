import json
import sys
from html.parser import HTMLParser
from pathlib import Path
from threading import get_ident

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debate.formats.markdown import clean, to_blocks, to_html

HOSTILE: list[str] = json.loads(
    (Path(__file__).parents[1] / "data/essays/markdown-hostile.json").read_text("utf-8")
)
ALLOWED = frozenset("p br em strong del code pre blockquote ul ol li a hr".split())  # noqa: SIM905
REL = "nofollow ugc noopener noreferrer"

# Each is repeated until it is long; every one of them has slowed down some Markdown parser.
BOMBS = {
    "quotes": "> ",
    "lists": "- ",
    "brackets": "[",
    "closed brackets": "[](",
    "images": "![[]()",
    "stars": "*",
    "mixed emphasis": "*_",
    "underscores": "a_",
    "backticks": "` `` ",
    "open tags": "<a ",
    "comments": "<!-- ",
    "entities": "&#x10FFFF;",
    "references": "[a]: x\n",
    "setext": "a\n=",
    "hard breaks": "a  \n",
    "fences": "```\n",
    "tildes": "~~",
    "backslashes": "\\",
    "tabs": "\t",
    "autolinks": "<http://a.b ",
    "marks": "\u0301",
}


class Reader(HTMLParser):
    """Reads HTML as a browser would: its elements, their attributes, its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def check_is_harmless(html: str) -> None:
    for tag, attributes in Reader(html).tags:
        assert tag in ALLOWED
        if tag == "a" and attributes:
            assert attributes.keys() == {"href", "rel"}
            assert (attributes["href"] or "").startswith(("http://", "https://", "mailto:"))
            assert attributes["rel"] == REL
        elif tag == "ol":
            assert attributes.keys() <= {"start"}
        else:
            assert attributes == {}


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_markdown_is_harmless(source: str) -> None:
    check_is_harmless(to_html(source))


@pytest.mark.parametrize("source", HOSTILE)
def test_cleaning_again_changes_nothing(source: str) -> None:
    html = to_html(source)
    assert clean(html) == html


@given(st.text(alphabet="ab *_~`[]()<>!#&\"'\n-=:/.\\jsx1\t\u202e", max_size=80))
def test_no_markdown_is_harmful_and_cleaning_again_changes_nothing(source: str) -> None:
    html = to_html(source)
    check_is_harmless(html)
    assert clean(html) == html


@given(st.text(max_size=80))
def test_raw_html_is_shown_as_typed(words: str) -> None:
    typed = f"<b onclick=go>{''.join(filter(str.isalnum, words))}</b>"
    assert Reader(to_html(typed)).words == typed


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        (" \n\n", ""),
        ("One\n\ntwo", "<p>One</p>\n<p>two</p>"),
        (
            "*a* **b** ~~c~~ `d<`",
            "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d&lt;</code></p>",
        ),
        ("# Head\ntext", "<p><strong>Head</strong></p>\n<p>text</p>"),
        ("Head\n----", "<p><strong>Head</strong></p>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("```js\na\n```", "<pre><code>a\n</code></pre>"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        (
            "[a](https://example.org/x 'why')",
            f'<p><a href="https://example.org/x" rel="{REL}">a</a></p>',
        ),
        (
            "<mailto:a@example.org>",
            f'<p><a href="mailto:a@example.org" rel="{REL}">mailto:a@example.org</a></p>',
        ),
        ("[a](ftp://example.org)", "<p>[a](ftp://example.org)</p>"),
        ("[a](https:example.org)", "<p>[a](https:example.org)</p>"),
        ("https://example.org", "<p>https://example.org</p>"),
        ("a\u202eb\u200bc", "<p>abc</p>"),
    ],
)
def test_markdown_is_rendered_so(source: str, html: str) -> None:
    assert to_html(source) == html


def test_an_image_becomes_a_link_so_that_its_server_does_not_see_who_reads() -> None:
    html = to_html("![eye](https://example.org/eye.gif)")
    assert html == f'<p>!<a href="https://example.org/eye.gif" rel="{REL}">eye</a></p>'


def _lines_run(source: str) -> int:
    """How many lines of Python run to render this: work, counted apart from any clock.

    Only in this thread: all threads are watched, and those of a browser or a server run beside it.
    """
    lines, here = 0, get_ident()

    def count(*_event: object) -> None:
        nonlocal lines
        if get_ident() == here:
            lines += 1

    monitoring = sys.monitoring
    monitoring.use_tool_id(monitoring.PROFILER_ID, "work")
    monitoring.register_callback(monitoring.PROFILER_ID, monitoring.events.LINE, count)
    monitoring.set_events(monitoring.PROFILER_ID, monitoring.events.LINE)
    try:
        to_html(source)
    finally:
        monitoring.set_events(monitoring.PROFILER_ID, monitoring.events.NO_EVENTS)
        monitoring.register_callback(monitoring.PROFILER_ID, monitoring.events.LINE, None)
        monitoring.free_tool_id(monitoring.PROFILER_ID)
    return lines


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_the_work_grows_no_faster_than_the_text(bomb: str) -> None:
    short, long = (bomb * (size // len(bomb)) + "x" for size in (2_000, 8_000))
    assert _lines_run(long) < 6 * _lines_run(short)


def test_blocks_are_words_without_their_markup() -> None:
    source = (
        "# The *title*\n\nA [link](https://example.org) and\nan ![image](x.png), `code`.\n\n"
        "> quoted\n\n- one\n- two\n\n### Later\n\n<b>typed</b> \\* &amp;\n\n    indented\n"
    )
    assert to_blocks(source) == [
        (1, "The title"),
        (0, "A link and an image, code."),
        (0, "quoted"),
        (0, "one"),
        (0, "two"),
        (3, "Later"),
        (0, "<b>typed</b> * &"),
        (0, "indented\n"),
    ]
