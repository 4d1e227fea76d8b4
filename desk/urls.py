"""Addresses of the pages."""

from django.urls import include, path

from desk.views import office, own_data, own_dues, own_firm, own_papers, own_people

app_name = "desk"
of_a_firm = [
    path("", own_firm.overview, name="firm"),
    path("dues/", own_dues.dues, name="firm_dues"),
    path("invoices/<uuid:invoice>/<str:language>.pdf", own_dues.invoice, name="firm_invoice"),
    path(
        "credit-notes/<uuid:note>/<str:language>.pdf",
        own_dues.credit_note,
        name="firm_credit_note",
    ),
    path("receipts/<uuid:receipt>/", own_dues.receipt, name="firm_receipt"),
    path("account.<str:kind>", own_dues.account, name="firm_account"),
    path("data/", own_data.data, name="firm_data"),
    path("data/reach/", own_data.reach, name="firm_reach"),
    path("data/change/", own_data.change, name="firm_change"),
    path("contacts/add/", own_data.contact_add, name="firm_contact_add"),
    path("contacts/<uuid:contact>/", own_data.contact_edit, name="firm_contact"),
    path("contacts/<uuid:contact>/remove/", own_data.contact_remove, name="firm_contact_remove"),
    path("requests/<uuid:wish>/", own_data.request_page, name="firm_request"),
    path("requests/<uuid:wish>/withdraw/", own_data.request_withdraw, name="firm_withdraw"),
    path("requests/<uuid:wish>/evidence/", own_data.request_evidence, name="firm_evidence"),
    path(
        "requests/<uuid:wish>/letter.<str:language>.pdf",
        own_people.letter,
        name="firm_appointment_letter",
    ),
    path("people/", own_people.people, name="firm_people"),
    path("people/name/", own_people.appoint, name="firm_appoint"),
    path("papers/", own_papers.papers, name="firm_papers"),
    path("papers/<uuid:paper>/", own_papers.kept_paper, name="firm_paper"),
    path("published/<uuid:publication>/", own_papers.published, name="firm_published"),
    path("certificates/<uuid:certificate>/", own_papers.certificate, name="firm_certificate"),
    path("letters/<uuid:letter>/", own_papers.letter, name="firm_letter"),
    path("letters/<uuid:letter>/file/", own_papers.letter_attachment, name="firm_letter_file"),
]
urlpatterns = [
    path("", office.start, name="home"),
    path("me/", office.own_page, name="own"),
    path("me/firms/<uuid:pk>/", include(of_a_firm)),
    path("search/", office.search, name="search"),
    path("outbox/", office.outbox, name="outbox"),
    path("outbox/<uuid:pk>/", office.outbox_mail, name="outbox_mail"),
    path("approve/<uuid:pk>/", office.approve, name="approve"),
    path("log/", office.log_list, name="log"),
    path("log/<int:pk>/", office.log_detail, name="log_chain"),
]
