"""Where each app's pages hang."""

from django.urls import include, path

from members.urls import for_everyone as members_for_everyone

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("members/", include("members.urls")),
    path("bylaws/", include("bylaws.urls")),
    path("dues/", include("dues.urls")),
    path("elections/", include("elections.urls")),
    path("assemblies/", include("assemblies.urls")),
    path("", include(members_for_everyone)),
    path("", include("desk.urls")),
]
