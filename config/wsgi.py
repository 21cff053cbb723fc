"""The web process: Django, for any WSGI server (granian in production)."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_site = get_wsgi_application()

from config.durability import require_durability  # noqa: E402 needs the settings
from config.entrance import mend  # noqa: E402 needs the settings

require_durability()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    mend(environ)
    return _site(environ, start_response)
