"""A meeting: its agenda, roll, notice, desk, items, minutes."""

from django.urls import path, re_path

from assemblies.views import (
    assembly,
    ballot_marks,
    candidates,
    cases,
    convene,
    day,
    desk,
    follow_up,
    hall,
    item,
    minutes,
    resolutions,
)

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
ITEM_ACTS = "|".join(item.ACTS)
DESK_ACTS = "|".join(desk.ACTS)
STEPS = "|".join(assembly.STEPS)

urlpatterns = [
    path("", assembly.assembly_list, name="assemblies"),
    path("new/", assembly.assembly_plan, name="plan"),
    path("resolutions/", resolutions.resolution_list, name="resolutions"),
    path("resolutions.csv", resolutions.resolutions_export, name="resolutions_export"),
    path("<uuid:pk>/", assembly.assembly_detail, name="assembly"),
    re_path(rf"^(?P<pk>{UUID})/do/(?P<step>{STEPS})/$", assembly.assembly_step, name="step"),
    path("<uuid:pk>/agenda/", assembly.agenda_edit, name="agenda"),
    path("<uuid:pk>/agenda/cases/", cases.agenda_cases, name="agenda_cases"),
    path("<uuid:pk>/agenda/<uuid:item>/", assembly.agenda_move, name="agenda_move"),
    path("<uuid:pk>/functions/", assembly.appointments, name="appointments"),
    path("<uuid:pk>/roll/", convene.roll_detail, name="roll"),
    path("<uuid:pk>/roll/freeze/", convene.roll_freeze, name="roll_freeze"),
    path("<uuid:pk>/roll.csv", convene.roll_export, name="roll_export"),
    path("<uuid:pk>/attendance.csv", convene.attendance_export, name="attendance_export"),
    path("<uuid:pk>/convene/", convene.notice_edit, name="convene"),
    path("<uuid:pk>/notices/<uuid:notice>/", convene.notice_detail, name="notice"),
    path(
        "<uuid:pk>/notices/<uuid:notice>/deliveries.csv",
        convene.deliveries_export,
        name="deliveries_export",
    ),
    path("<uuid:pk>/notices/<uuid:notice>/letters/", convene.letters_post, name="letters_post"),
    path("<uuid:pk>/deliveries/<int:delivery_pk>/", convene.delivery_note, name="delivery"),
    path("<uuid:pk>/ballots/", day.day_ballots, name="day_ballots"),
    path("<uuid:pk>/ballots/marks/", ballot_marks.ballot_marks, name="ballot_marks"),
    path("<uuid:pk>/check-in/", desk.desk, name="desk"),
    path("<uuid:pk>/check-in/count/", desk.desk_count, name="desk_count"),
    path("<uuid:pk>/check-in/guests/", desk.guest_admit, name="guests"),
    re_path(
        rf"^(?P<pk>{UUID})/check-in/(?P<entry>{UUID})/(?P<act>{DESK_ACTS})/$",
        desk.desk_act,
        name="desk_act",
    ),
    path("<uuid:pk>/items/<uuid:item>/", item.item_detail, name="item"),
    path("<uuid:pk>/items/<uuid:item>/box/", item.item_box, name="item_box"),
    path("<uuid:pk>/items/<uuid:item>/candidates/", candidates.candidates_enter, name="candidates"),
    path("<uuid:pk>/items/<uuid:item>/hands/", item.hands_enter, name="hands"),
    path("<uuid:pk>/items/<uuid:item>/paper/", item.paper_open, name="paper_open"),
    path("<uuid:pk>/items/<uuid:item>/annul/", item.box_annul, name="annul"),
    path("<uuid:pk>/items/<uuid:item>/take-back/", item.box_take_back, name="take_back"),
    path("<uuid:pk>/items/<uuid:item>/consent/", item.box_consent, name="consent"),
    re_path(
        rf"^(?P<pk>{UUID})/items/(?P<item>{UUID})/(?P<act>{ITEM_ACTS})/$",
        item.item_act,
        name="item_act",
    ),
    path("<uuid:pk>/first-meetings/<uuid:body>/", follow_up.follow_up_convene, name="follow_up"),
    path("<uuid:pk>/hall/", hall.hall, name="hall"),
    path("<uuid:pk>/minutes/", minutes.minutes_detail, name="minutes"),
    path("<uuid:pk>/minutes/make/", minutes.minutes_make, name="minutes_make"),
    path("<uuid:pk>/minutes/finalise/", minutes.minutes_finalise, name="minutes_finalise"),
    path("<uuid:pk>/minutes/<uuid:row>.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    path("<uuid:pk>/minutes/<uuid:row>/sign/", minutes.minutes_sign, name="minutes_sign"),
    path("<uuid:pk>/minutes/<uuid:row>/signed/", minutes.minutes_signed, name="minutes_signed"),
    path("<uuid:pk>/attendance.<str:language>.pdf", minutes.attendance_pdf, name="attendance_pdf"),
    path(
        "<uuid:pk>/resolutions/<uuid:resolution>.<str:language>.pdf",
        minutes.resolution_pdf,
        name="resolution_pdf",
    ),
    path(
        "result-sheets/<uuid:election>.<str:language>.pdf",
        minutes.result_sheet,
        name="result_sheet",
    ),
    path(
        "ballot-reports/<uuid:election>/<str:kind>.<str:language>.pdf",
        minutes.box_report,
        name="box_report",
    ),
]
