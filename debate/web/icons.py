"""The drawn signs of the site: one sprite file, each icon a reference into it."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=256)
def icon(name: str, kind: str = "icon") -> SafeString:
    """The markup of one drawn sign, hidden from screen readers: words stand beside it.

    `name` is the id in static/img/icons.svg without its prefix; `kind` is the class, `icon` for a
    control's drawing and `sign` for a relation's chip. Remembered, since a thread has hundreds.
    """
    if not name.isalpha() or not name.isascii():
        raise ValueError(name)
    href = f"{static('img/icons.svg')}#icon-{name}"
    return mark_safe(  # noqa: S308 - both parts are our own: a checked name and a static address
        f'<svg class="{kind}" aria-hidden="true"><use href="{href}"></use></svg>'
    )
