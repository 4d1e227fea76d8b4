"""Addresses of the pages."""

from django.urls import path

from bylaws import views

app_name = "bylaws"
urlpatterns = [
    path("", views.regulation_list, name="regulations"),
    path("rules/", views.rulebook, name="rulebook"),
    path("<uuid:pk>/", views.regulation_detail, name="regulation"),
    path("versions/<uuid:pk>/", views.version_detail, name="version"),
    path("versions/<uuid:pk>/changes/", views.version_changes, name="changes"),
]
