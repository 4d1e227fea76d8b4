"""Resolutions carried out, published, filed; goals, handover, archive."""

from django.urls import path

from assemblies.views import carry, filing

urlpatterns = [
    path("resolutions/<uuid:resolution>/", carry.resolution_detail, name="resolution"),
    path(
        "resolutions/<uuid:resolution>/assign/", carry.resolution_assign, name="resolution_assign"
    ),
    path("notes/<uuid:note>/document/", carry.note_document, name="note_document"),
    path("<uuid:pk>/filing/", filing.filing_detail, name="filing"),
    path("<uuid:pk>/filing/files/<uuid:row>/", filing.filing_file, name="filing_file"),
    path("<uuid:pk>/filing/<slug:pack>/filed/", filing.pack_filed, name="pack_filed"),
    path("<uuid:pk>/filing/<slug:pack>/make/<str:language>/", filing.pack_make, name="pack_make"),
    path("<uuid:pk>/filing/<slug:pack>/<slug:paper>/", filing.paper_put, name="paper_put"),
]
