"""Free texts, readers, Word files."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
