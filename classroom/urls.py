"""The addresses of the classroom: nouns, at most two deep; a state change is a noun of its own."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
