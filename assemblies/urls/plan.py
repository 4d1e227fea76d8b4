"""The way to a meeting: its steps, their calendar, clearances."""

from django.urls import path

from assemblies.views import clearances, plan

urlpatterns = [
    path("<uuid:pk>/plan/", plan.plan_detail, name="steps"),
    path("<uuid:pk>/plan/make/", plan.plan_make, name="plan_make"),
    path("<uuid:pk>/plan/add/", plan.plan_add, name="plan_add"),
    path("<uuid:pk>/plan/move/", plan.meeting_move, name="meeting_move"),
    path("<uuid:pk>/plan/demand/", plan.plan_demand, name="plan_demand"),
    path("<uuid:pk>/plan.ics", plan.calendar_file, name="plan_calendar"),
    path("<uuid:pk>/plan/<uuid:step>/", plan.plan_step, name="plan_step"),
    path("<uuid:pk>/plan/<uuid:step>/scan/", plan.plan_scan, name="plan_scan"),
    path("<uuid:pk>/clearances/", clearances.clearances, name="clearances"),
    path(
        "<uuid:pk>/clearances/<uuid:row>/withdraw/",
        clearances.clearance_withdraw,
        name="clearance_withdraw",
    ),
    path("<uuid:pk>/clearances/<uuid:row>/scan/", clearances.clearance_scan, name="clearance_scan"),
]
