"""The addresses of debates."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
