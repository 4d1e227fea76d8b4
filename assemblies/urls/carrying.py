"""Resolutions carried out, published, filed; goals, handover, archive."""

from django.urls import path

from assemblies.views import carry, filing, goals, handover, publications, retention

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
    path("<uuid:pk>/published/", publications.publication_list, name="publications"),
    path(
        "<uuid:pk>/published/<uuid:publication>/proof/",
        publications.publication_proof,
        name="publication_proof",
    ),
    path("<uuid:pk>/publish/<str:kind>/<uuid:thing>/", publications.publish, name="publish"),
    path("goals/", goals.goal_list, name="goals"),
    path("goals/annex.<str:language>.<str:kind>", goals.work_annex, name="work_annex"),
    path("goals/<uuid:goal>/", goals.goal_detail, name="goal"),
    path("goals/<uuid:goal>/assign/", goals.goal_assign, name="goal_assign"),
    path("<uuid:pk>/goals/", goals.goal_pick, name="goal_pick"),
    path("terms/<uuid:term>/package/", goals.package_make, name="package_make"),
    path("packages/<uuid:package_pk>/", goals.package_file, name="package_file"),
    path("handovers/", handover.handover_list, name="handovers"),
    path("handovers/<uuid:handover>/", handover.handover_detail, name="handover"),
    path(
        "handovers/<uuid:handover>/protocol.<str:language>.pdf",
        handover.handover_pdf,
        name="handover_pdf",
    ),
    path(
        "handovers/<uuid:handover>/protocol.<str:language>.docx",
        handover.handover_docx,
        name="handover_docx",
    ),
    path("handovers/<uuid:handover>/sign/", handover.handover_sign, name="handover_sign"),
    path("handovers/<uuid:handover>/signed/", handover.handover_scan, name="handover_scan"),
    path("handovers/<uuid:handover>/do/<slug:act>/", handover.handover_do, name="handover_do"),
    path("handovers/lines/<uuid:item>/", handover.handover_item, name="handover_item"),
    path(
        "handovers/lines/<uuid:item>/do/<slug:act>/",
        handover.handover_item_do,
        name="handover_item_do",
    ),
    path("retention/", retention.retention_list, name="retention"),
]
