"""The web process: Django, for any WSGI server (granian in production)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.durability import require_durability  # noqa: E402 needs the settings

require_durability()
