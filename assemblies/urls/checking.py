"""Badges, several desks, the page that follows, taking part remotely."""

from django.urls import URLPattern, path, re_path

from assemblies.views import badges, desk, follow, remote

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OWN_ACTS = "|".join(remote.OWN_ACTS)

urlpatterns: list[URLPattern] = [
    path("<uuid:pk>/now/<str:name>/", follow.now, name="now"),
    path("<uuid:pk>/follow/", follow.follow, name="follow"),
    re_path(rf"^(?P<pk>{UUID})/follow/(?P<act>{OWN_ACTS})/$", remote.remote_own, name="remote_own"),
    path("<uuid:pk>/remote/", remote.remote_access, name="remote"),
    path("<uuid:pk>/check-in/scan/", desk.desk_scan, name="desk_scan"),
    path("<uuid:pk>/check-in/name/", desk.desk_name, name="desk_name"),
    path("<uuid:pk>/badges/", badges.badge_choice, name="badges"),
    path("<uuid:pk>/badges.<str:language>.pdf", badges.badges_pdf, name="badges_pdf"),
    path("<uuid:pk>/items/<uuid:item>/announce/", follow.closing_announce, name="announce"),
]
