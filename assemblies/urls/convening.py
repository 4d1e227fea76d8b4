"""Corrections of a notice, its letters, the handbook."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
