"""Badges, several desks, the page that follows."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
