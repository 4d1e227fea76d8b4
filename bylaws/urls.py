"""Addresses of the pages."""

from django.urls import path

from bylaws.views import downloads, public, reading

app_name = "bylaws"
urlpatterns = [
    path("", reading.regulation_list, name="regulations"),
    path("rules/", reading.rulebook, name="rulebook"),
    path("<uuid:pk>/", reading.regulation_detail, name="regulation"),
    path("versions/<uuid:pk>/", reading.version_detail, name="version"),
    path("versions/<uuid:pk>/changes/", reading.version_changes, name="changes"),
    path(
        "versions/<uuid:pk>/<slug:paper>.<slug:form>", downloads.version_paper, name="version_paper"
    ),
    path(
        "amendments/<uuid:pk>/<slug:paper>.<slug:form>",
        downloads.amendment_paper,
        name="amendment_paper",
    ),
    path("public/", public.public_list, name="public"),
    path("public/<uuid:pk>/", public.public_text, name="public_text"),
    path(
        "public/<uuid:pk>/changes/<uuid:version>/", public.public_changes, name="public_changes"
    ),
    path(
        "public/<uuid:pk>/p/<uuid:provision>/", public.public_provision, name="public_provision"
    ),
]
