"""Addresses of the pages."""

from django.urls import path

from desk import views

app_name = "desk"
urlpatterns = [
    path("", views.start, name="home"),
    path("me/", views.own_page, name="own"),
    path("search/", views.search, name="search"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:pk>/", views.outbox_mail, name="outbox_mail"),
    path("approve/<uuid:pk>/", views.approve, name="approve"),
    path("log/", views.log_list, name="log"),
    path("log/<int:pk>/", views.log_detail, name="log_chain"),
]
