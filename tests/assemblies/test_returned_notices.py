"""Reports of non-delivery of notices, and the letters printed in place of mails."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from assemblies.domain.convening import correcting, letters
from assemblies.domain.convening.delivery import deliver_notice, message_id
from assemblies.domain.convening.sending import Enclosure, Wording
from assemblies.enums import DeliveryState
from assemblies.models import Notice
from members.domain.letters.delivery_reports import Finding, take_reports
from records.domain import documents
from tests.assemblies.test_corrections import TOO_LATE, WORDING
from tests.assemblies.test_naming import meeting
from tests.factories.assemblies import SENT_AT, both, convened
from tests.factories.pdf import text_of
from tests.members.test_delivery_reports import report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outbox(settings: object) -> None:
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"  # type: ignore[attr-defined]


def sent() -> Notice:
    notice = convened(meeting(), 2).notices.get()
    deliver_notice(notice_id=str(notice.pk), at=SENT_AT)
    return notice


def findings(content: bytes) -> list[Finding]:
    return [
        row.finding for row in take_reports(content=content, name="a.eml", by=None, at=TOO_LATE)
    ]


def test_report_finds_the_delivery_by_the_id_of_its_mail() -> None:
    row = sent().deliveries.order_by("pk")[0]
    content = report(recipient="else@where.example", original=message_id(row))
    assert findings(content) == [Finding.RETURNED]
    assert findings(content) == [Finding.KNOWN]
    row.refresh_from_db()
    assert (row.state, row.detail) == (DeliveryState.BOUNCED, "5.1.1 550 5.1.1 no such user")
    assert row.returned_at == TOO_LATE


def test_report_without_an_id_means_the_latest_mail_to_the_address() -> None:
    row = sent().deliveries.order_by("pk")[0]
    assert findings(report(recipient=row.address)) == [Finding.RETURNED]
    row.refresh_from_db()
    assert row.state == DeliveryState.BOUNCED
    assert findings(report(recipient="nobody@firm.example")) == [Finding.NOT_OURS]


def test_delay_changes_nothing() -> None:
    row = sent().deliveries.order_by("pk")[0]
    content = report(action="delayed", original=message_id(row))
    assert findings(content) == [Finding.DELAYED]
    row.refresh_from_db()
    assert row.state == DeliveryState.SENT


def test_letters_are_one_pdf_each_with_its_enclosures() -> None:
    assembly = convened(meeting(), 2)
    blank = pikepdf.new()
    blank.add_blank_page()
    out = BytesIO()
    blank.save(out)
    document = documents.store(
        content=out.getvalue(), name="a.pdf", media_type="application/pdf", at=SENT_AT
    )
    enclosed = Wording(
        WORDING.subject, WORDING.text, (Enclosure(document, both("议程", "Agenda")),)
    )
    notice = correcting.correct_notice(assembly=assembly, wording=enclosed, by=None, at=TOO_LATE)
    for number, row in enumerate(notice.deliveries.select_related("entry__firm").order_by("pk")):
        row.entry.firm.address = f"会展路{number}号"
        row.entry.firm.save()
        content = report(original=message_id(row))
        row.state, row.sent_at = DeliveryState.SENT, SENT_AT
        row.save()
        findings(content)
    assert len(letters.waiting_letters(notice)) == 2
    made = letters.letters_pdf(notice=notice, language="zh")
    with pikepdf.open(BytesIO(made)) as whole:
        assert len(whole.pages) == 4
    assert "会展路0号" in text_of(made)
