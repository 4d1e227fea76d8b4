"""Addresses of the pages."""

from django.urls import path

from dues.views import schedules

app_name = "dues"
urlpatterns = [
    path("", schedules.schedule_list, name="schedules"),
    path("<uuid:pk>/", schedules.schedule_detail, name="schedule"),
]
