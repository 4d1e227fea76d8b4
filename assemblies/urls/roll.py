"""Objections, authorities to vote, delegates, recusals."""

from django.urls import path, re_path

from assemblies.views import objections, roll_room

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OBJECTION_ACTS = "|".join(objections.ACTS)

urlpatterns = [
    path("<uuid:pk>/roll/objections/", objections.objection_list, name="objections"),
    path("<uuid:pk>/roll/objections/until/", objections.objections_until, name="objections_until"),
    re_path(
        rf"^(?P<pk>{UUID})/roll/objections/(?P<objection>{UUID})/(?P<act>{OBJECTION_ACTS})/$",
        objections.objection_act,
        name="objection_act",
    ),
    path("<uuid:pk>/roll/correct/", objections.roll_correct, name="roll_correct"),
    path("<uuid:pk>/roll/delegates/", roll_room.delegates_set, name="delegates"),
    path("<uuid:pk>/proxies/", roll_room.proxy_list, name="proxies"),
    re_path(
        rf"^(?P<pk>{UUID})/proxies/(?P<proxy>{UUID})/(?P<act>lodge|end)/$",
        roll_room.proxy_act,
        name="proxy_act",
    ),
    path(
        "<uuid:pk>/proxies/<uuid:proxy>.<str:language>.pdf",
        roll_room.proxy_letter,
        name="proxy_letter",
    ),
    path("<uuid:pk>/proxies/<uuid:proxy>/signed/", roll_room.proxy_signed, name="proxy_signed"),
    path("<uuid:pk>/items/<uuid:item>/recusals/", roll_room.recusal_list, name="recusals"),
    path(
        "<uuid:pk>/items/<uuid:item>/recusals/<uuid:recusal>/withdraw/",
        roll_room.recusal_withdraw,
        name="recusal_withdraw",
    ),
    path("<uuid:pk>/second-call/", roll_room.call_again, name="second_call"),
]
