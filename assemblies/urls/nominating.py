"""Nominations: of a meeting, of an item, of one person; and as members have them."""

from django.urls import path, re_path

from assemblies.views import nominations, nominees, own_nominations

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ACTS = "|".join(nominees.ACTS)
OWN_ACTS = "|".join(own_nominations.ACTS)
ITEM = "<uuid:pk>/items/<uuid:item>/nominations/"

urlpatterns = [
    path("<uuid:pk>/nominations/", nominations.nominations, name="nominations"),
    path(ITEM, nominations.item_nominations, name="item_nominations"),
    path(f"{ITEM}call/", nominations.nominations_call, name="nominations_call"),
    path(f"{ITEM}add/", nominations.nominations_add, name="nominations_add"),
    path(f"{ITEM}announce/", nominations.nominations_announce, name="nominations_announce"),
    path(f"{ITEM}confirm/", nominations.nominations_confirm, name="nominations_confirm"),
    path(f"{ITEM}keep/", nominations.nominations_keep, name="nominations_keep"),
    path(f"{ITEM}reopen/", nominations.nominations_reopen, name="nominations_reopen"),
    path("<uuid:pk>/nominations/<uuid:nomination>/", nominees.nomination, name="nomination"),
    path(
        "<uuid:pk>/nominations/scans/<uuid:document>/",
        nominees.nomination_scan,
        name="nomination_scan",
    ),
    path(
        "<uuid:pk>/nominations/<uuid:nomination>/objections/<uuid:objection>/",
        nominees.nomination_objection,
        name="nomination_objection",
    ),
    re_path(
        rf"^(?P<pk>{UUID})/nominations/(?P<nomination>{UUID})/(?P<act>{ACTS})/$",
        nominees.nomination_act,
        name="nomination_act",
    ),
    path("nominations/<uuid:call>/", own_nominations.own_call, name="own_nominations"),
    re_path(
        rf"^nominations/(?P<call>{UUID})/(?P<act>{OWN_ACTS})/$",
        own_nominations.own_call_act,
        name="own_nominations_act",
    ),
    path(
        "nominations/<uuid:call>/<uuid:notice>.<str:language>.pdf",
        own_nominations.candidate_notice,
        name="candidate_notice",
    ),
]
