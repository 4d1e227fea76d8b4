"""Sending: each mail once, through whatever the server does; what is posted and comes back."""

import email
import email.policy
import threading

import pytest
from django.db import connection

from members.domain.letters import letter_returns, mailings
from members.domain.letters.letter_delivery import Progress, message_id, progress_of, send_letters
from members.errors import (
    AddressMissing,
    LetterNotThere,
    LettersStillWaiting,
    MailingIsDraft,
)
from members.models import Letter, Mailing
from records.domain import documents, jobs
from records.fields import Translated
from records.models import Job, LogEntry, OutgoingMail
from tests.factories.mailings import make_mailing, make_reachable_firm
from tests.factories.members import AT
from tests.factories.smtp import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def outbox(settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"


def firms(*names):
    return [make_reachable_firm(number=name, email=f"{name}@firm.example") for name in names]


def send(mailing):
    send_letters(mailing_id=str(mailing.pk), at=AT)


def states(mailing):
    return {row.address.partition("@")[0]: row.state for row in mailing.letters.all()}


@pytest.mark.django_db(transaction=True)
def test_released_mailing_is_sent_by_its_job(outbox):
    mailing = make_mailing(*firms("a", "b"), released=True)

    job = Job.objects.get()
    assert (job.state, states(mailing)) == ("done", {"a": "sent", "b": "sent"})
    assert sorted(mail.to for mail in OutgoingMail.objects.all()) == [
        ["a@firm.example"],
        ["b@firm.example"],
    ]


def test_draft_is_not_sent(outbox):
    mailing = make_mailing(*firms("a"))

    send(mailing)

    assert (OutgoingMail.objects.count(), states(mailing)) == (0, {"a": "waiting"})


def test_mail_says_both_languages_and_carries_id_and_attachment(settings):
    paper = documents.store(content=b"%PDF-1", name="通知.pdf", media_type="application/pdf", at=AT)
    [firm] = firms("a")
    mailing = make_mailing(firm, released=True, attachments={firm.pk: paper})

    with mail_server(settings) as server:
        send(mailing)

    [(recipient, raw)] = server.taken
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    body, attached = mail.get_body(), next(mail.iter_attachments())
    zh, en = mailing.letters.get().body.zh, mailing.letters.get().body.en
    assert recipient == "a@firm.example"
    assert mail["Subject"].strip() == f"致{firm.name.zh} / To {firm.name.en}"
    assert mail["Message-ID"] == message_id(mailing.letters.get())
    assert body.get_content().replace("\r\n", "\n").strip() == f"{zh}\n\n{'—' * 12}\n\n{en}"
    assert (attached.get_filename(), attached.get_content()) == ("通知.pdf", b"%PDF-1")


def test_sending_again_sends_nothing_twice(settings):
    mailing = make_mailing(*firms("a", "b"), released=True)

    with mail_server(settings) as server:
        send(mailing)
        send(mailing)

    assert sorted(name for name, _raw in server.taken) == ["a@firm.example", "b@firm.example"]
    assert server.connections == 1


def test_refused_for_good_fails_with_the_servers_words_and_others_go_on(settings):
    mailing = make_mailing(*firms("a", "b", "c"), released=True)

    with mail_server(settings, refuses={"b@firm.example": "550 5.1.1 no such user"}):
        send(mailing)

    assert states(mailing) == {"a": "sent", "b": "failed", "c": "sent"}
    assert mailing.letters.get(state="failed").detail == "550 5.1.1 no such user"
    assert mailing.letters.get(state="failed").sent_at is None


def test_refused_for_now_waits_and_is_sent_by_the_next_attempt(settings):
    mailing = make_mailing(*firms("a", "b"), released=True)

    with mail_server(settings, refuses={"a@firm.example": "450 4.2.0 greylisted"}) as server:
        with pytest.raises(LettersStillWaiting) as raised:
            send(mailing)
        assert states(mailing) == {"a": "waiting", "b": "sent"}
        assert raised.value.context == {"count": 1, "words": "450 4.2.0 greylisted"}
        server.refuses.clear()
        send(mailing)

    assert states(mailing) == {"a": "sent", "b": "sent"}
    assert mailing.letters.filter(detail="").count() == 2


def test_server_that_hangs_up_is_not_asked_again_for_each_mail(settings):
    mailing = make_mailing(*firms("a", "b", "c", "d"), released=True)

    with mail_server(settings, gives_up_after=1) as server:
        with pytest.raises(LettersStillWaiting):
            send(mailing)
        assert (len(server.taken), server.connections) == (1, 1)
        assert sorted(states(mailing).values()) == ["sent", "waiting", "waiting", "waiting"]
        server.gives_up_after = None
        send(mailing)

    assert sorted(name for name, _raw in server.taken) == [
        f"{name}@firm.example" for name in "abcd"
    ]


def test_server_that_is_not_there_leaves_the_job_to_be_tried_again(settings):
    mailing = make_mailing(*firms("a"), released=True)
    with mail_server(settings):
        pass
    job = Job.objects.get()

    with pytest.raises(LettersStillWaiting):
        jobs.run_job(job_id=str(job.pk), at=AT)

    job.refresh_from_db()
    assert (job.state, job.attempts, states(mailing)) == ("waiting", 1, {"a": "waiting"})


def test_attachment_that_is_gone_fails_its_letter_alone(outbox, settings, tmp_path):
    settings.DOCUMENT_DIR = tmp_path
    first, second = firms("a", "b")
    paper = documents.store(content=b"%PDF-gone", name="a.pdf", media_type="a/b", at=AT)
    mailing = make_mailing(first, second, released=True, attachments={first.pk: paper})
    for file in tmp_path.rglob(paper.digest):
        file.unlink()

    send(mailing)

    assert states(mailing) == {"a": "failed", "b": "sent"}


def test_failed_mails_are_sent_again_on_demand(settings):
    mailing = make_mailing(*firms("a", "b"), released=True)
    with mail_server(settings, refuses={"b@firm.example": "550 no"}) as server:
        send(mailing)
        server.refuses.clear()

        again = mailings.send_failed_again(mailing=mailing, by=None, at=AT)
        assert mailings.send_failed_again(mailing=mailing, by=None, at=AT) == 0
        send(mailing)

    assert (again, states(mailing)) == (1, {"a": "sent", "b": "sent"})
    assert Job.objects.count() == 2


def test_progress_counts_letters_by_way_and_state(settings):
    paper, nowhere = make_reachable_firm(address="Ring Road 1"), make_reachable_firm()
    mailing = make_mailing(*firms("a", "b"), paper, nowhere)
    before = progress_of(mailing)
    mailings.drop_letters_without_address(mailing=mailing, by=None, at=AT)
    mailings.release_mailing(mailing=mailing, by=None, at=AT)
    with mail_server(settings, refuses={"b@firm.example": "550 no"}):
        send(mailing)

    numbers = {"mails": 2, "papers": 1, "papers_waiting": 1, "bounced": 0}
    assert before == Progress(without_address=1, waiting=2, sent=0, failed=0, **numbers)
    assert progress_of(mailing) == Progress(
        without_address=0, waiting=0, sent=1, failed=1, **numbers
    )
    assert before.total == 4


def test_paper_letters_are_posted_one_by_one_or_all():
    papers = [make_reachable_firm(address=f"Ring Road {n}") for n in range(3)]
    mailing = make_mailing(*papers, *firms("a"), released=True)

    letter_returns.post_letter(letter=mailing.letters.get(firm=papers[0]), by=None, at=AT)
    letter_returns.post_letter(letter=mailing.letters.get(firm=papers[0]), by=None, at=AT)
    posted = letter_returns.post_letters(mailing=mailing, by=None, at=AT)
    again = letter_returns.post_letters(mailing=mailing, by=None, at=AT)

    assert (posted, again) == (2, 0)
    assert mailing.letters.filter(channel="letter", state="sent", sent_at=AT).count() == 3
    assert LogEntry.objects.filter(event="letter_posted").count() == 1
    with pytest.raises(LetterNotThere):
        letter_returns.post_letter(letter=mailing.letters.get(channel="mail"), by=None, at=AT)


def test_mail_that_came_back_is_written_on_paper_once(outbox):
    firm, other = firms("a", "b")
    firm.address = "Ring Road 1"
    firm.save(update_fields=["address"])
    mailing = make_mailing(firm, other, released=True)
    letter = mailing.letters.get(firm=firm)
    with pytest.raises(LetterNotThere):
        letter_returns.mark_returned(letter=letter, words="", by=None, at=AT)
    send(mailing)
    with pytest.raises(LetterNotThere):
        letter_returns.write_on_paper(letter=letter, by=None, at=AT)

    for row in mailing.letters.all():
        letter_returns.mark_returned(letter=row, words=" moved away ", by=None, at=AT)
        letter_returns.mark_returned(letter=row, words="again", by=None, at=AT)
    written = letter_returns.write_all_on_paper(mailing=mailing, by=None, at=AT)
    again = letter_returns.write_all_on_paper(mailing=mailing, by=None, at=AT)

    assert (written, again) == ((1, 1), (0, 1))
    paper = mailing.letters.get(channel="letter")
    assert (paper.firm, paper.address, paper.body) == (firm, "Ring Road 1", letter.body)
    assert set(mailing.letters.filter(state="bounced").values_list("detail", flat=True)) == {
        "moved away"
    }
    assert letter_returns.write_on_paper(letter=letter, by=None, at=AT) == paper
    with pytest.raises(AddressMissing):
        letter_returns.write_on_paper(letter=mailing.letters.get(firm=other), by=None, at=AT)


def test_draft_has_nothing_to_post_or_to_come_back():
    mailing = make_mailing(*firms("a"))

    for act in (
        lambda: letter_returns.post_letters(mailing=mailing, by=None, at=AT),
        lambda: letter_returns.write_all_on_paper(mailing=mailing, by=None, at=AT),
        lambda: letter_returns.mark_returned(
            letter=mailing.letters.get(), words="", by=None, at=AT
        ),
    ):
        with pytest.raises(MailingIsDraft):
            act()


def test_letter_that_does_not_fit_a_mail_fails_alone(outbox):
    mailing = make_mailing(*firms("a", "b"), released=True)
    Letter.objects.filter(address="a@firm.example").update(subject=Translated(en="A\nBcc: x@y.z"))

    send(mailing)

    assert states(mailing) == {"a": "failed", "b": "sent"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once(settings):
    mailing = make_mailing(*firms(*"abcdef"))
    Mailing.objects.update(state="released")
    start = threading.Barrier(2)

    def work():
        try:
            start.wait()
            send(mailing)
        finally:
            connection.close()

    with mail_server(settings) as server:
        workers = [threading.Thread(target=work) for _each in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    assert sorted(name for name, _raw in server.taken) == [f"{n}@firm.example" for n in "abcdef"]
    assert set(states(mailing).values()) == {"sent"}
