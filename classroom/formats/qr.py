"""QR codes, drawn by the server: a picture without styles, which any page may hold."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET_MODULES = 2  # of white around it; the page around is not always white


def qr_svg(address: str) -> SafeString:
    """An address as an SVG, black on white in every theme: cameras need that."""
    drawn = BytesIO()
    segno.make(address, micro=False, error="m").save(
        drawn,
        kind="svg",
        xmldecl=False,
        nl=False,
        omitsize=True,
        svgclass="qr",
        lineclass=None,
        border=QUIET_MODULES,
        dark="#000",
        light="#fff",
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308  made of numbers alone
