"""From the application to the admission: states, acts, papers, the public notice."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from members.domain.admitting import admission, applicant_mail, applications, public_notice
from members.enums import (
    APPLICATION_TRANSITIONS,
    ApplicationAct,
    ApplicationEvent,
    ApplicationKind,
    ApplicationState,
)
from members.errors import (
    ApplicationActRefused,
    ApplicationUnderWay,
    DecidedOtherwise,
    MemberAlready,
    NoAddressToWriteTo,
    NoticeNotOver,
    NoticeRequired,
    NoticeTooShort,
    PaperRefused,
    PaperTooLarge,
    RegistrationCodeInvalid,
    TooManyPapers,
)
from members.models import Application
from records.domain import log
from records.fields import Translated
from tests.factories.applications import (
    DECIDED_AT,
    SUBMITTED_AT,
    bring_to,
    make_application,
    make_decision,
    make_paper,
    make_submission,
)
from tests.factories.assemblies import make_association
from tests.factories.members import make_code, make_firm, make_secretary

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"by": None, "at": SUBMITTED_AT}
LATE: dict[str, Any] = {"by": None, "at": DECIDED_AT}
TEN_DAYS = public_notice.Ruling(10, Translated(zh="第九条", en="art. 9"))
State, Act = ApplicationState, ApplicationAct


def submit(**told):
    make_association()
    return applications.submit_application(submission=make_submission(**told), **BY)


def events(application):
    return list(application.steps.values_list("event", flat=True))


def do(act: ApplicationAct, application: Application) -> None:
    """Each act as the pages do it, at a time at which nothing but the state forbids it."""
    step: dict[str, Any] = {"application": application, **LATE}
    acts = {
        Act.ADD_PAPER: lambda: applications.add_document(paper=make_paper(), **step),
        Act.ASK_PAPERS: lambda: applications.request_papers(note="A better scan.", **step),
        Act.OPEN_NOTICE: lambda: public_notice.open_public_notice(
            from_on=date(2026, 3, 20), days=7, **step
        ),
        Act.FORGO_NOTICE: lambda: public_notice.forgo_public_notice(note="No rule.", **step),
        Act.OBJECT: lambda: public_notice.record_objection(note="No licence.", **step),
        Act.CLOSE_NOTICE: lambda: public_notice.close_public_notice(**step),
        Act.ADMIT: lambda: admission.admit(decision=make_decision(reference="N"), **step),
        Act.REJECT: lambda: admission.reject(decision=make_decision(reference="N"), **step),
        Act.WITHDRAW: lambda: applications.withdraw(note="", **step),
        Act.ANNOUNCE: lambda: admission.announce(**step),
        Act.WRITE: lambda: applicant_mail.release(subject="A", body="B", **step),
    }
    acts[act]()


# What the act finds done already it leaves as it is, and says nothing.
DONE_ALREADY = {
    (State.READY, Act.CLOSE_NOTICE),
    (State.WITHDRAWN, Act.WITHDRAW),
}


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("state", State)
def test_application_goes_on_as_the_table_says(state, act):
    application = bring_to(state)
    wanted = APPLICATION_TRANSITIONS[act].get(state)

    if wanted is None and (state, act) not in DONE_ALREADY:
        refusals = (ApplicationActRefused, DecidedOtherwise)
        with pytest.raises(refusals):
            do(act, application)
        wanted = state
    else:
        do(act, application)

    assert Application.objects.get(pk=application.pk).state == (wanted or state)


@pytest.mark.parametrize("act", sorted(set(Act) - {Act.ADMIT, Act.REJECT, Act.WRITE}))
def test_act_done_twice_changes_nothing(act):
    start = next(iter(APPLICATION_TRANSITIONS[act]))
    application = bring_to(start)
    do(act, application)
    once = Application.objects.values().get(pk=application.pk), events(application)

    do(act, application) if act != Act.ADD_PAPER or start != State.INCOMPLETE else None

    assert (Application.objects.values().get(pk=application.pk), events(application)) == once


def test_application_is_kept_as_submitted():
    application = submit(statement="Since 2019.")

    submitted = application.submitted
    assert (application.state, application.kind) == (State.SUBMITTED, ApplicationKind.ADMISSION)
    assert application.number == "入会申请〔2026〕1号"
    assert (submitted["statement"], submitted["member_class"]) == ("Since 2019.", "ordinary")
    assert application.digest == applications.digest_of(submitted)
    assert log.verify(stream="register") > 0


def test_submitted_words_cannot_be_changed():
    application = submit()

    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(submitted={"name": "other"})


def test_numbers_follow_each_other_as_the_association_writes_them():
    association = make_association()
    association.number_formats = {"application": "入{year}-{n}"}
    association.save()

    assert [submit().number, submit().number] == ["入2026-1", "入2026-2"]


def test_mistyped_code_draws_no_number():
    with pytest.raises(RegistrationCodeInvalid):
        submit(registration_code="91480702000000000X")

    assert submit().number.endswith("1号")


def test_member_need_not_apply():
    firm = make_firm()

    with pytest.raises(MemberAlready, match=firm.registration_code):
        submit(registration_code=firm.registration_code)


def test_second_application_for_a_code_waits_for_the_first():
    code = make_code()
    first = submit(registration_code=code)

    with pytest.raises(ApplicationUnderWay, match="1号"):
        submit(registration_code=code.lower())

    applications.withdraw(application=first, **BY)
    assert submit(registration_code=code).number.endswith("2号")


def test_form_sent_twice_is_one_application():
    code = make_code()
    told = {"registration_code": code, "name": Translated(zh="甲", en="A")}
    submission = make_submission(**told)
    make_association()
    papers = [make_paper()]

    first = applications.submit_application(submission=submission, papers=papers, **BY)
    again = applications.submit_application(submission=submission, papers=papers, **BY)

    assert (again, first.documents.count()) == (first, 1)
    assert submit().number.endswith("2号")


@pytest.mark.django_db(transaction=True)
def test_two_forms_for_one_firm_at_once_are_one_application():
    make_association()
    submission, taken, barrier = make_submission(), [], threading.Barrier(2)

    def send() -> None:
        try:
            barrier.wait(timeout=20)
            taken.append(applications.submit_application(submission=submission, **BY).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert taken == [Application.objects.get().pk] * 2


def test_paper_is_known_by_its_content():
    application = submit()

    with pytest.raises(PaperRefused, match=r"licence\.pdf"):
        applications.add_document(
            application=application, paper=make_paper(content=b"<html>"), **BY
        )
    large = make_paper(content=b"%PDF-" + b"0" * (10 * 1024 * 1024))
    with pytest.raises(PaperTooLarge, match="10 MB"):
        applications.add_document(application=application, paper=large, **BY)

    assert application.documents.count() == 0


def test_application_holds_so_many_papers_only():
    application = submit()
    for serial in range(applications.MAX_PAPERS):
        paper = make_paper(content=b"%PDF-" + str(serial).encode())
        applications.add_document(application=application, paper=paper, **BY)

    with pytest.raises(TooManyPapers, match="20"):
        applications.add_document(application=application, paper=make_paper(), **BY)


def test_paper_asked_for_puts_the_application_before_the_secretariat_again():
    application = bring_to(State.INCOMPLETE)

    applications.add_document(application=application, paper=make_paper(title="Licence"), **BY)

    application.refresh_from_db()
    assert application.state == State.SUBMITTED
    assert set(events(application)) == {"submitted", "papers_requested", "document_added"}
    assert application.documents.get().title == "Licence"


def test_notice_stays_open_through_its_last_day():
    application = bring_to(State.NOTICE)
    assert application.notice_until == date(2026, 3, 8)
    # Half past eleven at night of the last day at the seat, and half an hour after it.
    last_minutes = SUBMITTED_AT.replace(day=8, hour=15, minute=30)

    with pytest.raises(NoticeNotOver, match="2026-03-08"):
        public_notice.close_public_notice(application=application, by=None, at=last_minutes)
    closed = public_notice.close_public_notice(
        application=application, by=None, at=last_minutes + timedelta(minutes=30)
    )

    assert closed.state == State.READY


def test_notice_is_as_long_as_the_rule_asks(monkeypatch):
    """The rule comes from the texts: tests/members/test_admission_pages.py reads the example's."""
    application = submit()
    monkeypatch.setattr(public_notice, "notice_rule_on", lambda day: TEN_DAYS)
    step: dict[str, Any] = {"application": application, **BY}

    with pytest.raises(NoticeTooShort, match="10"):
        public_notice.open_public_notice(from_on=date(2026, 3, 3), days=9, **step)
    with pytest.raises(NoticeRequired, match="10"):
        public_notice.forgo_public_notice(note="Hurry.", **step)
    opened = public_notice.open_public_notice(from_on=date(2026, 3, 3), days=10, **step)

    assert opened.notice_until == date(2026, 3, 13)


def test_no_rule_is_found_where_no_text_states_one():
    make_association()

    assert public_notice.notice_rule_on(date(2026, 3, 3)) is None


def test_objection_keeps_its_words_and_paper():
    application = bring_to(State.NOTICE)

    step = public_notice.record_objection(
        application=application, note="丁二：无备案", paper=make_paper("letter.pdf"), **BY
    )

    assert (step.event, step.note, step.document.name) == (
        ApplicationEvent.OBJECTION,
        "丁二：无备案",
        "letter.pdf",
    )


def test_letter_to_the_applicant_is_sent_once(mailoutbox):
    application, secretary = bring_to(State.INCOMPLETE), make_secretary()
    draft = applicant_mail.draft_for(application, link="https://a.example/join/1/")
    assert "The licence." in draft.body
    letter = {"subject": draft.subject, "body": draft.body}

    first = applicant_mail.release(application=application, by=secretary, at=DECIDED_AT, **letter)
    again = applicant_mail.release(application=application, by=secretary, at=DECIDED_AT, **letter)
    applicant_mail.send(at=DECIDED_AT, **first.arguments)

    [mail] = mailoutbox
    assert first == again
    assert (mail.to, mail.subject, mail.body) == (
        [application.contact_email],
        draft.subject,
        draft.body.strip(),
    )


def test_letter_needs_an_address():
    application = make_application(contact_email="")

    with pytest.raises(NoAddressToWriteTo):
        applicant_mail.release(application=application, subject="A", body="B", **BY)
