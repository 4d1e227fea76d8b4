"""Resolutions carried out, published, filed; goals, handover, archive."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
