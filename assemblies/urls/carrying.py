"""Resolutions carried out, published, filed; goals, handover, archive."""

from django.urls import path

from assemblies.views import carry

urlpatterns = [
    path("resolutions/<uuid:resolution>/", carry.resolution_detail, name="resolution"),
    path(
        "resolutions/<uuid:resolution>/assign/", carry.resolution_assign, name="resolution_assign"
    ),
    path("notes/<uuid:note>/document/", carry.note_document, name="note_document"),
]
