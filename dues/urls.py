"""Addresses of the pages."""

from django.urls import path

from dues.views import home, schedules

app_name = "dues"
urlpatterns = [
    path("", home.home, name="home"),
    path("schedules/", schedules.schedule_list, name="schedules"),
    path("schedules/<uuid:pk>/", schedules.schedule_detail, name="schedule"),
]
