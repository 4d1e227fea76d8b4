"""The way to a meeting: its steps, their calendar, clearances."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
