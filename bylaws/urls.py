"""Addresses of the pages."""

from django.urls import path

from bylaws.views import (
    amendments,
    consents,
    downloads,
    editing,
    importing,
    public,
    reading,
    regulations,
    rivalry,
    stating,
)

app_name = "bylaws"
urlpatterns = [
    path("", reading.regulation_list, name="regulations"),
    path("rules/", reading.rulebook, name="rulebook"),
    path("rules/consents/", consents.consent_record, name="consent_record"),
    path("rules/consents/<int:pk>/strike/", consents.consent_strike, name="consent_strike"),
    path("<uuid:pk>/", reading.regulation_detail, name="regulation"),
    path("versions/<uuid:pk>/", reading.version_detail, name="version"),
    path("versions/<uuid:pk>/changes/", reading.version_changes, name="changes"),
    path("new/", regulations.regulation_new, name="regulation_new"),
    path("<uuid:pk>/settings/", regulations.regulation_settings, name="regulation_settings"),
    path("<uuid:pk>/import/", importing.version_import, name="import"),
    path("versions/<uuid:pk>/amend/", amendments.amendment_new, name="amend"),
    path("versions/<uuid:pk>/rules/", stating.version_rules, name="version_rules"),
    path("amendments/<uuid:pk>/", amendments.amendment_detail, name="amendment"),
    path("amendments/<uuid:pk>/edit/", amendments.amendment_edit, name="amendment_edit"),
    path("amendments/<uuid:pk>/to/<slug:step>/", amendments.amendment_step, name="amendment_step"),
    path("amendments/<uuid:pk>/rule/", stating.amendment_rule, name="amendment_rule"),
    path("amendments/<uuid:pk>/rebase/", rivalry.amendment_rebase, name="amendment_rebase"),
    path("amendments/<uuid:pk>/beside/<uuid:other>/", rivalry.rival_detail, name="rival"),
    path("amendments/<uuid:pk>/comments/", amendments.comment_make, name="comment"),
    path("amendments/<uuid:pk>/text/", editing.text_detail, name="amendment_text"),
    path("amendments/<uuid:pk>/put-in/", editing.provision_insert, name="provision_insert"),
    path("amendments/<uuid:pk>/word/", editing.word_substitute, name="word_substitute"),
    path("amendments/<uuid:pk>/text/<uuid:provision>/", editing.provision_edit, name="provision"),
    path(
        "amendments/<uuid:pk>/text/<uuid:provision>/preview/",
        editing.provision_preview,
        name="provision_preview",
    ),
    path(
        "amendments/<uuid:pk>/text/<uuid:provision>/act/",
        editing.provision_act,
        name="provision_act",
    ),
    path("changes/<uuid:pk>/", amendments.change_explain, name="change"),
    path("comments/<uuid:pk>/answer/", amendments.comment_answer, name="comment_answer"),
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
    path("public/<uuid:pk>/changes/<uuid:version>/", public.public_changes, name="public_changes"),
    path("public/<uuid:pk>/p/<uuid:provision>/", public.public_provision, name="public_provision"),
]
