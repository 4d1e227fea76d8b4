"""Addresses of the pages."""

from django.urls import path

from dues import views

app_name = "dues"
urlpatterns = [
    path("", views.schedule_list, name="schedules"),
    path("<uuid:pk>/", views.schedule_detail, name="schedule"),
]
