"""Objections, authorities to vote, delegates, recusals."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
