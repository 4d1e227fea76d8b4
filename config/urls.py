"""Where each app's pages hang."""

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("members/", include("members.urls")),
    path("bylaws/", include("bylaws.urls")),
    path("dues/", include("dues.urls")),
    path("elections/", include("elections.urls")),
    path("assemblies/", include("assemblies.urls")),
    path("", include("desk.urls")),
]
