"""The operator's page and what is entered there."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
