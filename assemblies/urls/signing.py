"""Electronic signatures and what verifies them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
