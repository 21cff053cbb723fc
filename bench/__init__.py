"""Measurements, as ratios to what the same machine can do at all; see README.md beside this.

Importing this package sets Django up, so that its modules can import what they measure.
"""

import os

import django
from django.apps import apps

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DEBUG"] = "false"  # else templates are looked up anew, and statements are kept
    django.setup()
