"""Addresses of the pages."""

from django.urls import URLPattern

app_name = "bylaws"
urlpatterns: list[URLPattern] = []
