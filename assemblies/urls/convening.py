"""Corrections of a notice, its letters, the handbook."""

from django.urls import URLPattern, path, re_path

from assemblies.views import convene_changes as changes

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

urlpatterns: list[URLPattern] = [
    re_path(
        rf"^(?P<pk>{UUID})/notices/(?P<change>{'|'.join(changes.CHANGES)})/$",
        changes.notice_change,
        name="notice_change",
    ),
    path("<uuid:pk>/papers/", changes.papers, name="papers"),
    path("<uuid:pk>/papers/<uuid:paper>/", changes.paper_file, name="paper_file"),
    path("<uuid:pk>/papers/<uuid:paper>/drop/", changes.paper_drop, name="paper_drop"),
    re_path(
        rf"^(?P<pk>{UUID})/handbook/(?P<language>zh|en)/$",
        changes.handbook_make,
        name="handbook_make",
    ),
    re_path(
        rf"^(?P<pk>{UUID})/notices/(?P<notice>{UUID})/letters\.(?P<language>zh|en)\.pdf$",
        changes.notice_letters,
        name="notice_letters",
    ),
]
