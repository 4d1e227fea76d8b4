"""Addresses of the register's pages."""

from django.urls import path

from members.views import accounts, bodies, firms, imports, persons

app_name = "members"
urlpatterns = [
    path("", firms.firm_list, name="firms"),
    path("firms.<str:kind>", firms.firms_export, name="firms_export"),
    path("admit/", firms.firm_admit, name="firm_admit"),
    path("<uuid:pk>/", firms.firm_detail, name="firm"),
    path("<uuid:pk>/edit/", firms.firm_edit, name="firm_edit"),
    path("<uuid:pk>/standing/", firms.firm_standing, name="firm_standing"),
    path("<uuid:pk>/class/", firms.firm_class, name="firm_class"),
    path("<uuid:pk>/representative/", firms.firm_represent, name="firm_represent"),
    path("representatives/<int:pk>/end/", firms.representation_end, name="representation_end"),
    path("persons/", persons.person_list, name="persons"),
    path("persons/add/", persons.person_add, name="person_add"),
    path("persons/<uuid:pk>/", persons.person_detail, name="person"),
    path("persons/<uuid:pk>/edit/", persons.person_edit, name="person_edit"),
    path("persons/<uuid:pk>/account/", accounts.account_open, name="account_open"),
    path("bodies/", bodies.body_list, name="bodies"),
    path("bodies/term/", bodies.term_open, name="term_open"),
    path("bodies/mandate/", bodies.mandate_create, name="mandate_create"),
    path("mandates/<int:pk>/end/", bodies.mandate_end, name="mandate_end"),
    path("import/", imports.import_list, name="imports"),
    path("import/template.<str:kind>", imports.import_template, name="import_template"),
    path("import/<uuid:pk>/", imports.import_detail, name="import"),
    path("import/<uuid:pk>/apply/", imports.import_apply, name="import_apply"),
    path("import/<uuid:pk>/discard/", imports.import_discard, name="import_discard"),
    path("accounts/", accounts.account_list, name="accounts"),
    path("accounts/<uuid:pk>/", accounts.account_detail, name="account"),
]
