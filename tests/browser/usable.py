"""What makes a page usable by everybody, read off the page as it is drawn: each rule gives its
findings, none on a good page."""

from playwright.sync_api import Page

from tests.browser.chromium import PHONE, WIDE, Scheme
from tests.browser.people import axe_findings, scrolls_sideways

NARROW = (320, 700)  # WCAG 1.4.10: what a window of 1280 is at a zoom of 400 %
LOOKS: tuple[tuple[tuple[int, int], tuple[Scheme, ...]], ...] = (
    (WIDE, ("light", "dark")),
    (PHONE, ("dark",)),
)

# WCAG 2.5.8, without its exception for controls that stand apart: a target is 24 px each way.
# Links within a text are excepted; a label counts with the control that it names.
SMALL_TARGETS = """() => {
    const shown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const text = (e) => e.textContent.replace(/\\s+/g, "");
    const inText = (e) => e.matches("a") && getComputedStyle(e).display.startsWith("inline") &&
        text(e.closest("p, li, dd, small, h1, h2, h3")) !== text(e);
    const size = (e) => {
        const boxes = [e, ...(e.labels ?? [])].map((part) => part.getBoundingClientRect());
        return [Math.max(...boxes.map((b) => b.width)), Math.max(...boxes.map((b) => b.height))];
    };
    const controls = document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
    );
    return [...controls]
        .filter((e) => shown(e) && !e.disabled && !e.matches(".skip") && !inText(e))
        .map((e) => [e, ...size(e)])
        .filter(([e, wide, high]) => wide && Math.min(wide, high) < 23.5)
        .map(([e, wide, high]) => `${wide.toFixed()} x ${high.toFixed()}: ${e.outerHTML}`);
}"""

HEADINGS = """() => {
    const all = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")];
    const seen = all.filter((h) => h.checkVisibility()).map((h) => [Number(h.tagName[1]), h]);
    const firsts = seen.filter(([level]) => level === 1).length;
    return [
        ...(firsts === 1 ? [] : [`${firsts} headings of the first level`]),
        ...seen.filter(([level], at) => at && level > seen[at - 1][0] + 1)
            .map(([level, h]) => `skips to h${level}: ${h.textContent.trim()}`),
        ...seen.filter(([, h]) => !h.textContent.trim()).map(([level]) => `an empty h${level}`),
    ];
}"""

UNLABELLED = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter((e) => ![...(e.labels ?? [])].some((label) => label.textContent.trim()) && !e.ariaLabel)
    .map((e) => e.outerHTML.slice(0, 120))"""

TWICE = """() => {
    const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
    return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}"""

# What people wrote follows its own direction, whatever the page's is.
WRITTEN = (
    ".claim-text, .thesis, .focus-text[lang], .focus-details, .debate-title, .lead-title, "
    ".best-text, .essay-title, .essay-words, .point-text, .outline-text, .outline-passage, "
    ".jump-text, .sources a, textarea, .masthead .menu-who"
)
NO_DIRECTION = """(written) => [...document.querySelectorAll(written)]
    .filter((e) => !e.dir && !e.closest("bdi")).map((e) => e.outerHTML.slice(0, 120))"""


WIDEST = """() => {
    const edge = document.documentElement.clientWidth;
    const over = [...document.querySelectorAll("body *")]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > edge + 1);
    return over.slice(0, 4).map((e) => `${e.tagName}.${e.className}`).join(", ");
}"""


def findings(page: Page) -> list[str]:
    """Everything that keeps somebody from using this page, in either shade, wide and on a phone.

    Colours alone differ between the shades, so the second look is at them alone; they do not change
    with the width, so a phone is looked at in one.
    """
    found = [f"no label: {e}" for e in page.evaluate(UNLABELLED)]
    found += [f"an id twice: {e}" for e in page.evaluate(TWICE)]
    found += [f"no dir: {e}" for e in page.evaluate(NO_DIRECTION, WRITTEN)]
    for size, schemes in LOOKS:
        resize(page, size)
        for scheme, rules in zip(schemes, (None, ["color-contrast"]), strict=False):
            page.emulate_media(color_scheme=scheme)
            where = f"at {size[0]} {scheme}"
            found += [f"axe {where}: {f.rule} {f.where}" for f in axe_findings(page, rules)]
        found += [f"heading at {size[0]}: {e}" for e in page.evaluate(HEADINGS)]
        found += [f"target at {size[0]}: {e[:250]}" for e in page.evaluate(SMALL_TARGETS)]
    for size in (PHONE, NARROW):
        resize(page, size)
        if scrolls_sideways(page):
            found.append(f"scrolls sideways at {size[0]}: {page.evaluate(WIDEST)}")
    return found


def as_at_first(page: Page) -> None:
    """Undo what `findings` left: a wide window in the light shade."""
    resize(page, WIDE)
    page.emulate_media(color_scheme="light")


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
