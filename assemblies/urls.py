"""Addresses of the pages."""

from django.urls import URLPattern

app_name = "assemblies"
urlpatterns: list[URLPattern] = []
