"""The operator's page and what is entered there."""

from django.urls import URLPattern, path, re_path

from assemblies.views import giving_seats, in_session, item, meeting_forms, operate, seats

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ITEM_ACTS = "|".join(item.ACTS)
STEPS = "|".join(operate.STEPS)
PARTS = "|".join(operate.PARTS)
FORMS = "|".join(meeting_forms.FORMS)

urlpatterns: list[URLPattern] = [
    path("<uuid:pk>/operate/", operate.operate, name="operate"),
    re_path(
        rf"^(?P<pk>{UUID})/operate/(?P<part>{PARTS})/$", operate.operate_part, name="operate_part"
    ),
    re_path(
        rf"^(?P<pk>{UUID})/operate/do/(?P<step>{STEPS})/$",
        operate.operate_step,
        name="operate_step",
    ),
    path("<uuid:pk>/operate/take-over/", operate.take_over, name="take_over"),
    path("<uuid:pk>/operate/adjourn/", operate.adjourn, name="adjourn"),
    path("<uuid:pk>/operate/statement/", in_session.statement_put, name="statement"),
    re_path(
        rf"^(?P<pk>{UUID})/operate/items/(?P<item>{UUID})/(?P<act>{ITEM_ACTS})/$",
        operate.operate_act,
        name="operate_act",
    ),
    path("<uuid:pk>/operate/items/<uuid:item>/issue/", operate.operate_issue, name="operate_issue"),
    path("<uuid:pk>/operate/items/<uuid:item>/hands/", operate.operate_hands, name="operate_hands"),
    path("<uuid:pk>/operate/items/<uuid:item>/call/", in_session.call_end, name="call_end"),
    path(
        "<uuid:pk>/operate/items/<uuid:item>/call/<uuid:entry>/",
        in_session.call_answer,
        name="call_answer",
    ),
    path("<uuid:pk>/items/<uuid:item>/seats/", seats.seats_left, name="seats"),
    path(
        "<uuid:pk>/items/<uuid:item>/seats/<uuid:decision>/draw/", seats.lot_draw, name="lot_draw"
    ),
    path("<uuid:pk>/items/<uuid:item>/give/", giving_seats.give_seats, name="give_seats"),
    path("<uuid:pk>/hands/", in_session.hands_count, name="hands_count"),
    re_path(
        rf"^(?P<pk>{UUID})/forms/(?P<kind>{FORMS})\.(?P<language>zh|en)\.pdf$",
        meeting_forms.meeting_form,
        name="meeting_form",
    ),
]
