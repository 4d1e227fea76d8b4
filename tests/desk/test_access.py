"""Who may open which address of the project, and who may act: one table, and it is complete.

A page answers 200; an act by someone who may act answers what the example makes of an empty form:
302 where it is done or its refusal told on the page it leads to, 200 or 400 where the form comes
back, 409 where the act itself refuses. Everybody else is led to the log-in, or told 404.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from desk.domain.example.load import Example
from records.models import LogEntry
from tests.desk import access

ROLES = (
    "anonymous",
    "secretariat",
    "auditor",
    "chair",
    "authority",
    "trustee",
    "counter",
    "representative",
    "excluded",
    "stranger",
)
LOGIN = "log-in"
JSON = "application/json"
Answers = tuple[int | str, ...]


def only(*roles: str, answer: int = 200) -> Answers:
    """Those roles get the answer; the others do not learn that there is anything."""
    return tuple(
        answer if role in roles else LOGIN if role == "anonymous" else 404 for role in ROLES
    )


VOTERS = ("chair", "authority", "trustee", "counter", "representative")
PUBLIC = (200,) * len(ROLES)
LOGGED_IN = only(*ROLES[1:])
REGISTER = only("secretariat", "auditor")
OFFICE = only("secretariat")
OWN = only("representative")
MEETING = only("secretariat", "auditor", *VOTERS, "excluded")
# The authority of the example is a supervisor.
ROLL = only("secretariat", "auditor", "chair", "authority")
RUN = ("secretariat", "chair")
COUNT = only("secretariat", "auditor", "counter")

# Address → what it leads to (tests/desk/access.py), and the answer to each role.
PAGES: dict[str, tuple[str, Answers]] = {
    "desk:home": ("", LOGGED_IN),
    "desk:own": ("", LOGGED_IN),
    # A firm's own pages are for who acts for it that day; the office has the register's.
    "desk:firm": ("firm", OWN),
    "desk:firm_dues": ("firm", OWN),
    "desk:firm_invoice": ("own invoice", OWN),
    "desk:firm_credit_note": ("own credit note", OWN),
    "desk:firm_receipt": ("own receipt", OWN),
    "desk:firm_account": ("own account", OWN),
    "desk:firm_data": ("firm", OWN),
    "desk:firm_reach": ("firm", OWN),
    "desk:firm_change": ("firm", OWN),
    "desk:firm_contact_add": ("firm", OWN),
    "desk:firm_contact": ("own contact", OWN),
    "desk:firm_request": ("own appointment", OWN),
    "desk:firm_evidence": ("own appointment", OWN),
    "desk:firm_appointment_letter": ("own appointment letter", OWN),
    "desk:firm_people": ("firm", OWN),
    "desk:firm_appoint": ("firm", OWN),
    "desk:firm_papers": ("firm", OWN),
    "desk:firm_paper": ("own paper", OWN),
    "desk:firm_certificate": ("own certificate", OWN),
    "desk:firm_letter": ("own letter", OWN),
    "desk:firm_letter_file": ("own letter", OWN),
    "desk:annual_statement": ("annual statement", only(*VOTERS, "excluded")),
    "desk:search": ("", REGISTER),
    "desk:outbox": ("", OFFICE),
    "desk:outbox_mail": ("mail", OFFICE),
    "desk:approve": ("version", OFFICE),
    "desk:log": ("", REGISTER),
    "desk:log_chain": ("chain", REGISTER),
    "members:firms": ("", REGISTER),
    "members:firms_export": ("file", REGISTER),
    "members:firm_admit": ("", OFFICE),
    "members:firm": ("firm", REGISTER),
    "members:firm_edit": ("firm", OFFICE),
    "members:firm_standing": ("firm", OFFICE),
    "members:standing_act": ("standing act", OFFICE),
    "members:standing_readmit": ("firm", OFFICE),
    "members:standing_correct": ("standing", OFFICE),
    "members:standing_take_back": ("standing", OFFICE),
    "members:change_requests": ("", REGISTER),
    "members:change_request": ("request", REGISTER),
    "members:change_request_approve": ("request", OFFICE),
    "members:change_request_refuse": ("request", OFFICE),
    "members:change_request_return": ("appointment", OFFICE),
    "members:change_request_evidence": ("request", REGISTER),
    "members:proceedings": ("", REGISTER),
    "members:proceeding_open": ("firm", OFFICE),
    "members:proceeding": ("proceeding", REGISTER),
    "members:proceeding_act": ("proceeding act", OFFICE),
    "members:proceeding_paper": ("proceeding paper", REGISTER),
    "members:succession_file": ("succession", OFFICE),
    "members:tasks": ("", OFFICE),
    "members:gaps": ("gap", REGISTER),
    "members:firm_class": ("firm", OFFICE),
    "members:firm_represent": ("firm", OFFICE),
    "members:representation_end": ("representation", OFFICE),
    "members:contact_add": ("firm", OFFICE),
    "members:contact_edit": ("contact", OFFICE),
    "members:paper_add": ("firm", OFFICE),
    "members:paper": ("paper", REGISTER),
    "members:representation_letter": ("appointment letter", REGISTER),
    "members:duplicates": ("", OFFICE),
    "members:duplicate": ("pair", OFFICE),
    "members:purposes": ("", LOGGED_IN),
    "members:person_data": ("person", OFFICE),
    "members:person_data_json": ("person", OFFICE),
    "members:person_data_pdf": ("person paper", OFFICE),
    "members:person_erase": ("person", OFFICE),
    "members:persons": ("", REGISTER),
    "members:person_add": ("", OFFICE),
    "members:person": ("person", REGISTER),
    "members:person_edit": ("person", OFFICE),
    "members:bodies": ("", REGISTER),
    "members:term_open": ("", OFFICE),
    "members:mandate_create": ("", OFFICE),
    "members:mandate_end": ("mandate", OFFICE),
    "members:imports": ("", OFFICE),
    "members:import_template": ("file", OFFICE),
    "members:import": ("import", OFFICE),
    "members:import_columns": ("import", OFFICE),
    "members:import_faulty": ("import file", OFFICE),
    "members:import_roll_back": ("import", OFFICE),
    "members:applications": ("", REGISTER),
    "members:application_new": ("", OFFICE),
    "members:application": ("application", REGISTER),
    "members:application_act": ("application act", OFFICE),
    "members:application_document": ("application paper", REGISTER),
    "members:certificates": ("", REGISTER),
    "members:certificate_issue": ("firm", OFFICE),
    "members:certificate_pdf": ("certificate", REGISTER),
    "members:certificate_revoke": ("certificate", OFFICE),
    "admission:join": ("", PUBLIC),
    "admission:notices": ("", PUBLIC),
    "admission:joined": ("application", PUBLIC),
    "admission:verify": ("", PUBLIC),
    "admission:certificate": ("code", PUBLIC),
    "members:mailings": ("", REGISTER),
    "members:mailing_new": ("", OFFICE),
    "members:mailing": ("mailing", REGISTER),
    "members:mailing_edit": ("mailing", OFFICE),
    "members:mailing_release": ("mailing", OFFICE),
    "members:mailing_export": ("mailing file", REGISTER),
    "members:mailing_papers": ("mailing paper", REGISTER),
    "members:letter": ("letter", REGISTER),
    "members:letter_reports": ("", OFFICE),
    "members:letter_templates": ("", REGISTER),
    "members:letter_template": ("letter template", OFFICE),
    "members:letter_template_add": ("", OFFICE),
    "members:accounts": ("", REGISTER),
    "members:account": ("account", OFFICE),
    "bylaws:regulations": ("", LOGGED_IN),
    "bylaws:rulebook": ("", LOGGED_IN),
    "bylaws:regulation": ("regulation", LOGGED_IN),
    "bylaws:version": ("version", LOGGED_IN),
    "bylaws:changes": ("version", LOGGED_IN),
    # Of a draft; what is adopted and published is everyone's (tests/bylaws/test_downloads.py).
    "bylaws:version_paper": ("version paper", LOGGED_IN),
    "bylaws:amendment_paper": ("amendment paper", REGISTER),
    "bylaws:regulation_new": ("", OFFICE),
    "bylaws:regulation_settings": ("regulation", OFFICE),
    "bylaws:import": ("regulation", OFFICE),
    "bylaws:amend": ("version", OFFICE),
    "bylaws:version_rules": ("version", OFFICE),
    # Open to comments; who reads a draft is told in tests/bylaws/test_workshop_amendments.py.
    "bylaws:amendment": ("amendment", LOGGED_IN),
    "bylaws:amendment_edit": ("amendment", OFFICE),
    "bylaws:amendment_rule": ("amendment", OFFICE),
    "bylaws:amendment_text": ("amendment", OFFICE),
    # Its base is the newest version: there is nothing to move.
    "bylaws:amendment_rebase": ("amendment", only("secretariat", answer=302)),
    "bylaws:rival": ("rival", OFFICE),
    "bylaws:provision": ("provision", OFFICE),
    "bylaws:public": ("", PUBLIC),
    "bylaws:public_text": ("published text", PUBLIC),
    "bylaws:public_changes": ("published change", PUBLIC),
    "bylaws:public_provision": ("published article", PUBLIC),
    "dues:home": ("", REGISTER),
    "dues:schedules": ("", LOGGED_IN),
    "dues:schedule": ("schedule", LOGGED_IN),
    "dues:schedule_new": ("", OFFICE),
    # The one of the example is not in use yet.
    "dues:schedule_edit": ("schedule", OFFICE),
    "dues:schedule_adopt": ("schedule", OFFICE),
    "dues:runs": ("", REGISTER),
    "dues:run_new": ("", OFFICE),
    "dues:run": ("run", REGISTER),
    "dues:run_papers": ("run file", REGISTER),
    "dues:run_zip": ("run", REGISTER),
    "dues:invoices": ("", REGISTER),
    "dues:invoice": ("invoice", REGISTER),
    "dues:invoice_paper": ("invoice paper", REGISTER),
    "dues:invoice_credit": ("invoice", OFFICE),
    "dues:invoice_instalments": ("invoice", OFFICE),
    "dues:invoice_write_off": ("invoice", OFFICE),
    "dues:invoice_cash": ("invoice", OFFICE),
    "dues:credit_note_paper": ("credit note paper", REGISTER),
    "dues:advances": ("", REGISTER),
    "dues:firm_account": ("firm", REGISTER),
    "dues:firm_account_export": ("firm file", REGISTER),
    "dues:firm_waive": ("firm", OFFICE),
    "dues:statements": ("", REGISTER),
    "dues:statement_read": ("", OFFICE),
    "dues:statement": ("statement", REGISTER),
    "dues:statement_columns": ("bank file", OFFICE),
    "dues:outgoing": ("", REGISTER),
    "dues:line": ("movement", REGISTER),
    "dues:line_expense": ("movement", OFFICE),
    "dues:line_aside": ("movement", OFFICE),
    "dues:line_undo": ("movement", OFFICE),
    "dues:payments": ("", REGISTER),
    "dues:payment_new": ("", OFFICE),
    "dues:waiting": ("", REGISTER),
    "dues:payment": ("payment", REGISTER),
    "dues:payment_assign": ("payment", OFFICE),
    "dues:payment_book": ("payment", OFFICE),
    "dues:payment_aside": ("payment", OFFICE),
    "dues:payment_undo": ("payment", OFFICE),
    "dues:receipt_record": ("payment", OFFICE),
    "dues:firm_refund": ("firm", OFFICE),
    "dues:receipts": ("", REGISTER),
    "dues:receipts_export": ("file", REGISTER),
    "dues:receipts_paper": ("receipts paper", REGISTER),
    "dues:receipt_void": ("receipt", OFFICE),
    "dues:receipt_file": ("receipt", REGISTER),
    "dues:arrears": ("", REGISTER),
    "dues:arrears_export": ("file", REGISTER),
    "dues:vote_suspend": ("firm", OFFICE),
    "dues:vote_give_back": ("firm", OFFICE),
    "dues:lapse_open": ("firm", OFFICE),
    "dues:reminders": ("", REGISTER),
    "dues:reminders_due": ("", OFFICE),
    "dues:reminder_pdf": ("reminder paper", REGISTER),
    "dues:reminder_levels": ("", REGISTER),
    "dues:reminder_level": ("level", OFFICE),
    "dues:reminder_level_end": ("level", OFFICE),
    "dues:calls": ("", REGISTER),
    "dues:call": ("firm", OFFICE),
    "dues:schedule_compare": ("schedule", REGISTER),
    "dues:schedule_compare_paper": ("schedule paper", REGISTER),
    "dues:reports": ("", REGISTER),
    "dues:collection_export": ("file", REGISTER),
    "dues:forecast": ("", REGISTER),
    "dues:years": ("", LOGGED_IN),
    "dues:year_paper": ("year paper", LOGGED_IN),
    "dues:journal": ("", REGISTER),
    "dues:journal_export": ("", REGISTER),
    "dues:book_expense": ("", OFFICE),
    "dues:book_income": ("", OFFICE),
    "dues:entry_reverse": ("expense", OFFICE),
    "dues:accounts": ("", REGISTER),
    "dues:books_close": ("", OFFICE),
    "dues:settings": ("", REGISTER),
    "dues:account_add": ("", OFFICE),
    "dues:account_edit": ("ledger account", OFFICE),
    "dues:bank_account_add": ("", OFFICE),
    "dues:bank_account_edit": ("bank account", OFFICE),
    "elections:index": ("", REGISTER),
    "elections:vote": ("", PUBLIC),
    "elections:keys": ("ceremony", only("secretariat", "auditor", "trustee")),
    "elections:codes": ("ceremony", only("secretariat", "auditor", "authority")),
    "elections:electors": ("ceremony", only("authority")),
    "elections:board": ("box", PUBLIC),
    "elections:board_live": ("box", PUBLIC),
    "elections:archive": ("box", PUBLIC),
    "elections:supplements": ("slate box", PUBLIC),
    "elections:booth": ("box", only(*VOTERS)),
    "elections:booth_data": ("box", only(*VOTERS)),
    "elections:ballot_papers": ("ballot", COUNT),
    "elections:count_form": ("ballot", COUNT),
    "elections:count": ("paper box", COUNT),
    "assemblies:assemblies": ("", LOGGED_IN),
    "assemblies:resolutions": ("", LOGGED_IN),
    "assemblies:resolutions_export": ("", LOGGED_IN),
    "assemblies:plan": ("", OFFICE),
    "assemblies:assembly": ("meeting", MEETING),
    "assemblies:agenda": ("meeting", OFFICE),
    "assemblies:appointments": ("meeting", OFFICE),
    "assemblies:roll": ("meeting", ROLL),
    "assemblies:roll_export": ("meeting", ROLL),
    "assemblies:attendance_export": ("meeting", ROLL),
    # The notice was sent: who may write it is led to it.
    "assemblies:convene": ("meeting", only("secretariat", answer=302)),
    "assemblies:notice": ("notice", ROLL),
    "assemblies:deliveries_export": ("notice", ROLL),
    "assemblies:desk": ("meeting", only(*RUN)),
    "assemblies:desk_count": ("meeting", only(*RUN)),
    "assemblies:item": ("item", MEETING),
    "assemblies:item_box": ("item", MEETING),
    "assemblies:candidates": ("unboxed item", only(*RUN)),
    "assemblies:hall": ("meeting", only(*RUN)),
    "assemblies:minutes": ("meeting", MEETING),
    "assemblies:minutes_pdf": ("minutes", MEETING),
    "assemblies:minutes_signed": ("minutes", MEETING),
    "assemblies:attendance_pdf": ("meeting paper", ROLL),
    "assemblies:resolution_pdf": ("resolution", MEETING),
    # The box is still open: who may read its papers is told so on its board.
    "assemblies:result_sheet": ("result", only(*ROLES[1:9], answer=302)),
    "assemblies:box_report": ("report", only(*ROLES[1:9], answer=302)),
}
ACTS: dict[str, tuple[str, Answers]] = {
    "desk:firm_contact_remove": ("own contact", only("representative", answer=302)),
    "desk:firm_withdraw": ("own appointment", only("representative", answer=302)),
    "dues:payments_accept": ("", only("secretariat", answer=302)),
    "dues:payments_again": ("", only("secretariat", answer=302)),
    "dues:payment_accept": ("payment", only("secretariat", answer=302)),
    "dues:line_act": ("movement act", only("secretariat", answer=302)),
    "dues:receipts_read": ("", only("secretariat", answer=302)),
    "dues:reminders_settled": ("", only("secretariat", answer=302)),
    "dues:reminder_take_out": ("reminder", only("secretariat", answer=302)),
    "dues:reminder_levels_standard": ("", only("secretariat", answer=302)),
    "dues:year_publish": ("year", only("secretariat", answer=302)),
    "dues:open_books": ("", only("secretariat", answer=302)),
    "dues:run_again": ("waiting run", only("secretariat", answer=302)),
    "dues:run_discard": ("run", only("secretariat", answer=302)),
    "dues:run_print": ("run", only("secretariat", answer=302)),
    # Who has the address of an application may go on with it; an auditor only looks.
    "admission:joined_act": ("applicant's act", (302, 302, 403, *(302,) * (len(ROLES) - 3))),
    "members:contact_remove": ("contact", only("secretariat", answer=302)),
    "members:firm_tag": ("firm", only("secretariat", answer=302)),
    "members:firm_untag": ("tag", only("secretariat", answer=302)),
    "members:firms_tag": ("", only("secretariat", answer=302)),
    "members:paper_remove": ("paper", only("secretariat", answer=302)),
    "members:duplicate_distinct": ("pair", only("secretariat", answer=302)),
    "members:merge_undo": ("merge", only("secretariat", answer=302)),
    "members:account_open": ("person", only("secretariat", answer=302)),
    "members:mailing_choose": ("", only("secretariat", answer=302)),
    "members:mailing_act": ("mailing act", only("secretariat", answer=302)),
    "members:letter_act": ("letter act", only("secretariat", answer=302)),
    "members:letter_preview": ("", OFFICE),
    "members:letter_templates_standard": ("", only("secretariat", answer=302)),
    "members:letter_template_remove": ("letter template", only("secretariat", answer=302)),
    "members:import_apply": ("import", only("secretariat", answer=302)),
    "members:import_discard": ("import", only("secretariat", answer=302)),
    "bylaws:amendment_step": ("amendment step", only("secretariat", answer=302)),
    "bylaws:comment": ("amendment", only("secretariat", *VOTERS, "excluded", answer=302)),
    "bylaws:comment_answer": ("comment", only("secretariat", answer=302)),
    "bylaws:change": ("change", only("secretariat", answer=302)),
    "bylaws:provision_insert": ("amendment", only("secretariat", answer=302)),
    "bylaws:provision_preview": ("provision", OFFICE),
    "bylaws:provision_act": ("provision", only("secretariat", answer=302)),
    "bylaws:word_substitute": ("amendment", only("secretariat", answer=302)),
    "elections:submit_key": ("ceremony", only("trustee", answer=409)),
    "elections:new_nonce": ("ceremony", only("trustee")),
    "elections:confirm_restored": ("ceremony", only("trustee", answer=409)),
    "elections:cast": ("box", only(*VOTERS, answer=409)),
    "elections:submit_credentials": ("box", only("authority", answer=409)),
    "elections:submit_share": ("box", only("trustee", answer=409)),
    "elections:enter_count": ("contest", only("counter", answer=409)),
    "assemblies:step": ("step", only(*RUN, answer=302)),
    "assemblies:agenda_cases": ("meeting", only("secretariat", answer=302)),
    "assemblies:agenda_move": ("item", only("secretariat", answer=302)),
    "assemblies:roll_freeze": ("meeting", only("secretariat")),
    "assemblies:letters_post": ("notice", only("secretariat", answer=302)),
    "assemblies:delivery": ("delivery", only("secretariat", answer=302)),
    "assemblies:guests": ("meeting", only(*RUN, answer=302)),
    "assemblies:desk_act": ("entry", only(*RUN, answer=302)),
    "assemblies:hands": ("item", only(*RUN)),
    "assemblies:paper_open": ("item", only(*RUN, answer=302)),
    "assemblies:annul": ("item", only(*RUN)),
    "assemblies:consent": ("item", only(*RUN, answer=302)),
    "assemblies:item_act": ("item act", only(*RUN, answer=302)),
    "assemblies:follow_up": ("body", only(*RUN, answer=302)),
    "assemblies:minutes_make": ("meeting", only(*RUN, answer=302)),
    "assemblies:minutes_finalise": ("meeting", only(*RUN, answer=302)),
    "assemblies:minutes_sign": ("minutes", only(*RUN, answer=302)),
}
TABLE = PAGES | ACTS


class Visitors:
    """A client of each role; whatever one of them does is undone before the next one asks."""

    def __init__(self, example: Example) -> None:
        assembly = example.meetings["general_assembly"]
        access.hold_the_morning(assembly, assembly.starts_at)
        assembly.refresh_from_db()
        self.targets = access.targets(assembly, assembly.starts_at)
        self.clients = {}
        for role, user in access.users().items():
            self.clients[role] = Client()
            if user is not None:
                self.clients[role].force_login(user)

    def ask(self, role: str, name: str, *, post: bool) -> int | str:
        target, _answers = TABLE[name]
        address = reverse(name, kwargs=self.targets[target])
        client: Any = self.clients[role]
        with transaction.atomic():
            if post:
                answer = client.post(address, "{}", content_type=JSON)
            else:
                answer = client.get(address, {"copies": 1} if target == "ballot" else {})
            transaction.set_rollback(True)
        led = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
        return LOGIN if led else answer.status_code


@pytest.fixture
def visitors(example: Example) -> Visitors:
    return Visitors(example)


def test_table_names_every_address_of_the_project() -> None:
    assert sorted(access.names()) == sorted(TABLE)


def test_pages_open_to_whom_the_table_names(visitors: Visitors) -> None:
    found = {name: tuple(visitors.ask(role, name, post=False) for role in ROLES) for name in PAGES}

    assert found == {name: answers for name, (_target, answers) in PAGES.items()}


def test_acts_are_done_by_whom_the_table_names(visitors: Visitors) -> None:
    found = {name: tuple(visitors.ask(role, name, post=True) for role in ROLES) for name in ACTS}

    assert found == {name: answers for name, (_target, answers) in ACTS.items()}


def test_acts_are_no_pages(visitors: Visitors) -> None:
    """A link that somebody is lured to changes nothing, whoever follows it."""
    found = {
        name: {visitors.ask(role, name, post=False) for role in ROLES} - {LOGIN, 404, 405}
        for name in ACTS
    }

    assert found == {name: set() for name in ACTS}


def test_auditor_changes_nothing(visitors: Visitors) -> None:
    before = LogEntry.objects.count()

    refused = {name: visitors.ask("auditor", name, post=True) for name in TABLE}

    assert {name: status for name, status in refused.items() if status not in (403, 404, 405)} == {}
    assert LogEntry.objects.count() == before
