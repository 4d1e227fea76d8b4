"""Badges, several desks, the page that follows."""

from django.urls import URLPattern, path

from assemblies.views import badges, desk, follow

urlpatterns: list[URLPattern] = [
    path("<uuid:pk>/now/<str:name>/", follow.now, name="now"),
    path("<uuid:pk>/follow/", follow.follow, name="follow"),
    path("<uuid:pk>/check-in/scan/", desk.desk_scan, name="desk_scan"),
    path("<uuid:pk>/check-in/name/", desk.desk_name, name="desk_name"),
    path("<uuid:pk>/badges/", badges.badge_choice, name="badges"),
    path("<uuid:pk>/badges.<str:language>.pdf", badges.badges_pdf, name="badges_pdf"),
    path("<uuid:pk>/items/<uuid:item>/announce/", follow.closing_announce, name="announce"),
]
