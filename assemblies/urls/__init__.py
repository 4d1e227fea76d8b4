"""Addresses of the pages."""

from assemblies.urls import (
    carrying,
    checking,
    convening,
    meeting,
    nominating,
    operating,
    plan,
    roll,
    signing,
    writing,
)

app_name = "assemblies"
urlpatterns = [
    *meeting.urlpatterns,
    *plan.urlpatterns,
    *convening.urlpatterns,
    *roll.urlpatterns,
    *nominating.urlpatterns,
    *checking.urlpatterns,
    *operating.urlpatterns,
    *writing.urlpatterns,
    *signing.urlpatterns,
    *carrying.urlpatterns,
]
