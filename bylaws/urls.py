"""Addresses of the pages."""

from django.urls import path

from bylaws.views import reading

app_name = "bylaws"
urlpatterns = [
    path("", reading.regulation_list, name="regulations"),
    path("rules/", reading.rulebook, name="rulebook"),
    path("<uuid:pk>/", reading.regulation_detail, name="regulation"),
    path("versions/<uuid:pk>/", reading.version_detail, name="version"),
    path("versions/<uuid:pk>/changes/", reading.version_changes, name="changes"),
]
