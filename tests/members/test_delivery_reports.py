"""Reports of non-delivery: which letter they mean, and what they change."""

from email.message import EmailMessage

import pytest

from members.domain.letters.delivery_reports import Finding, take_reports
from members.domain.letters.letter_delivery import message_id
from members.errors import NoReportInFile
from members.models import Letter
from tests.factories.mailings import make_mailing
from tests.factories.members import AT
from tests.members.test_letter_delivery import firms, send, states

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"


def sent(*names):
    mailing = make_mailing(*firms(*names), released=True)
    send(mailing)
    return mailing


STATUS = """\
Reporting-MTA: dns; mx.elsewhere.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no
 such user
"""


def report(*, recipient="a@firm.example", action="failed", original=""):
    head = (
        "From: MAILER-DAEMON@mx.elsewhere.example\nSubject: Undelivered\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'
    )
    parts = [
        "Content-Type: text/plain\n\nSorry.\n",
        "Content-Type: message/delivery-status\n\n"
        + STATUS.format(recipient=recipient, action=action),
        f"Content-Type: text/rfc822-headers\n\nMessage-ID: {original}\nSubject: A\n",
    ]
    return (head + "".join(f"--B\n{part}\n" for part in parts) + "--B--\n").encode()


def take(content):
    found = take_reports(content=content, name="a.eml", by=None, at=AT)
    return [(row.finding, row.letter) for row in found]


def test_report_is_matched_by_the_id_of_the_mail_it_brings_back():
    first, second = sent("a"), sent("b")
    letter = second.letters.get()
    # Sent on by the firm's own server, so the address is another.
    content = report(recipient="someone@else.example", original=message_id(letter))

    assert take(content) == [(Finding.RETURNED, letter)]
    assert take(content) == [(Finding.KNOWN, letter)]
    letter.refresh_from_db()
    assert (letter.state, letter.detail) == ("bounced", "5.1.1 550 5.1.1 no such user")
    assert states(first) == {"a": "sent"}


def test_report_without_the_mail_is_matched_by_the_address_of_the_latest_letter():
    older = sent("a")
    Letter.objects.update(sent_at=AT.replace(year=2025))
    firm = older.letters.get().firm
    newer = make_mailing(firm, released=True)
    send(newer)

    assert take(report(recipient="A@Firm.example")) == [(Finding.RETURNED, newer.letters.get())]
    assert states(older) == {"a": "sent"}


@pytest.mark.parametrize(
    ("facts", "finding"),
    [
        ({"action": "delayed"}, Finding.DELAYED),
        ({"action": "delivered"}, Finding.DELIVERED),
        ({"action": "relayed"}, Finding.DELIVERED),
        ({"recipient": "else@firm.example"}, Finding.NOT_OURS),
        (
            {"original": "<letter.00000000-0000-4000-8000-000000000000@localhost>"},
            Finding.NOT_OURS,
        ),
    ],
)
def test_report_that_returns_no_letter_changes_nothing(facts, finding):
    mailing = sent("a")

    assert [found for found, _letter in take(report(**facts))] == [finding]
    assert states(mailing) == {"a": "sent"}


def test_mbox_is_read_mail_by_mail():
    mailing = sent("a", "b")
    holiday = EmailMessage()
    holiday["From"], holiday["Subject"] = "b@firm.example", "Out of office"
    holiday.set_content("Away.\n\n>From tomorrow on.")
    mails = [report(), bytes(holiday), report(recipient="b@firm.example", action="delayed")]
    content = b"".join(b"From MAILER-DAEMON Fri Dec 18 2026\n" + mail + b"\n\n" for mail in mails)

    found = take_reports(content=content, name="all.mbox", by=None, at=AT)

    assert [(row.finding, row.report.recipient, row.report.subject) for row in found] == [
        (Finding.RETURNED, "a@firm.example", "Undelivered"),
        (Finding.NO_REPORT, "", "Out of office"),
        (Finding.DELAYED, "b@firm.example", "Undelivered"),
    ]
    assert states(mailing) == {"a": "bounced", "b": "sent"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04\x00", b"Just words.", b"\xff\xfe\x00"])
def test_file_that_is_no_mail_is_refused(content):
    with pytest.raises(NoReportInFile):
        take_reports(content=content, name="a.eml", by=None, at=AT)


@pytest.mark.parametrize(
    "content",
    [
        b"From: a@b.example\nContent-Type: multipart/report\n\nno boundary",
        b"From: a@b.example\nContent-Type: message/delivery-status\n\n",
        b"From: a@b.example\nContent-Type: message/delivery-status\n\nA: b\n\nAction: failed\n",
        b"From: a@b.example\nSubject: =?utf-8?b?////?=\n\n\xff\xfe",
        b"From: a@b.example\nContent-Type: text/plain; charset=nonsense\n\nx",
    ],
)
def test_broken_report_returns_no_letter(content):
    mailing = sent("a")

    assert {found for found, _letter in take(content)} <= {Finding.NO_REPORT, Finding.NOT_OURS}
    assert states(mailing) == {"a": "sent"}
