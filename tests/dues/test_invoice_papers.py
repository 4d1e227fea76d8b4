"""The papers of invoices, read with programs that did not make them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import segno
from django.test import Client
from django.urls import reverse

from bylaws.models import Association
from dues.domain import crediting
from dues.domain.papers import invoice_papers, printing
from dues.domain.papers.invoice_papers import credit_note_pdf, invoice_pdf
from dues.errors import NoAccountForInvoices
from dues.models import BankAccount, DuesRun, Invoice
from members.models import Firm
from records.domain import documents
from records.fields import Translated
from records.models import Job
from tests.factories.dues import AT, make_bank_account, make_schedule, run_dues
from tests.factories.members import make_class, make_membership, make_secretary
from tests.factories.pdf import fonts_of, pages_of, squeezed, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept_apart(settings, tmp_path) -> None:
    settings.DOCUMENT_DIR = tmp_path


def billed(count: int = 1) -> DuesRun:
    make_schedule(
        {"ordinary": "1250.50"}, citation=Translated(zh="《会费办法》第三条", en="Art. 3")
    )
    make_bank_account()
    for number in range(count):
        firm = make_membership(number=f"A{number:03d}", zh=f"晋东岳峰汽车{number}厂").firm
        Firm.objects.filter(pk=firm.pk).update(postal_address="望岳区建设路458号\n030000 晋东市")
    run = run_dues()
    assert run is not None
    return run


def says(content: bytes, *parts: str) -> dict[str, bool]:
    text = text_of(content)
    return {part: squeezed(part) in text for part in parts}


def test_invoice_states_all_that_a_payer_needs() -> None:
    billed()
    invoice = Invoice.objects.get()

    for language, parts in {
        "zh": ("晋东市汽车流通与维修协会", "2027年1月4日", "人民币壹仟贰佰伍拾元伍角"),
        "en": ("Jindong Association", "4 January 2027", "Notice of dues", "is no receipt"),
    }.items():
        content = invoice_pdf(invoice, language=language)
        both = (
            invoice.number,
            "4301 2207 1920 0088",
            "1,250.50",
        )
        reference = " ".join(invoice.reference[at : at + 4] for at in range(0, 14, 4))
        found = says(content, *parts, *both, reference, "A000")
        assert all(found.values()), found
        assert (pages_of(content), set(fonts_of(content).values())) == (1, {True})


def test_same_invoice_gives_the_same_bytes() -> None:
    billed()
    invoice = Invoice.objects.get()

    assert invoice_pdf(invoice, language="zh") == invoice_pdf(invoice, language="zh")


def test_receipt_is_spoken_of_where_the_profile_knows_one() -> None:
    billed()
    Association.objects.update(profile="de")

    content = invoice_pdf(Invoice.objects.get(), language="en")

    assert says(content, "is no receipt") == {"is no receipt": False}


def test_qr_of_euro_is_a_girocode_and_of_others_the_same_facts_as_text() -> None:
    """EPC069-12: service tag, version, character set, SCT, BIC, name, IBAN, amount, reference."""
    billed()
    invoice = Invoice.objects.get()
    account = make_bank_account()
    (paper,) = invoice_papers.papers_of([invoice], language="zh")
    text = "\n".join(
        [
            "晋东市汽车流通与维修协会",
            "晋东市商业银行望岳支行",
            "4301220719200088",
            "CNY 1250.50",
            invoice.reference,
        ]
    )
    assert paper.qr == drawn(segno.make(text, error="m", micro=False))

    invoice.currency, account.currency = "EUR", "EUR"
    account.number, account.bank_code = "DE02 1203 0000 0000 2020 51", "BYLADEM1001"
    account.name = Translated(en="Jindong Association")
    account.save()
    (paper,) = invoice_papers.papers_of([invoice], language="en")
    lines = ["BCD", "002", "2", "SCT", "BYLADEM1001", "Jindong Association"]
    lines += ["DE02120300000000202051", "EUR1250.5", "", invoice.reference]
    assert paper.qr == drawn(segno.make_qr("\n".join(lines), error="m", boost_error=False))


def drawn(code: segno.QRCode) -> str:
    return str(code.png_data_uri(scale=4, border=0, dark="#1d2126"))


def test_credit_note_names_its_invoice_and_why() -> None:
    billed()
    invoice = Invoice.objects.get()
    reason = Translated(zh="误开", en="Made in error")
    note = crediting.credit_invoice(
        invoice=invoice, on=date(2027, 2, 1), reason=reason, by=None, at=AT
    )

    found = {
        language: says(credit_note_pdf(note, language=language), note.number, invoice.number, words)
        for language, words in {"zh": "人民币壹仟贰佰伍拾元伍角", "en": "Made in error"}.items()
    }

    assert all(all(row.values()) for row in found.values()), found


def print_all(run: DuesRun) -> None:
    for job in printing.request_printing(run=run, by=None, at=AT):
        printing.print_part(at=AT, **job.arguments)


def test_printing_keeps_a_paper_for_each_invoice_and_files_for_the_printer() -> None:
    run = billed(3)

    print_all(run)

    run.refresh_from_db()
    progress = printing.progress_of(run)
    (file,) = progress.files
    assert file.document is not None
    assert (progress.done, progress.made, pages_of(documents.read(file.document))) == (True, 3, 3)
    for invoice in run.invoices.select_related("document", "firm"):
        content = documents.read(invoice.document)
        whole = invoice_pdf(invoice, language="zh")
        assert says(
            content, invoice.number, str(invoice.firm.name.zh), "建设路458号"
        ) == dict.fromkeys((invoice.number, str(invoice.firm.name.zh), "建设路458号"), True)
        assert text_of(content) == text_of(whole)
        assert set(fonts_of(content).values()) == {True}
        assert len(content) * 4 < len(whole)


def test_papers_of_a_run_need_no_whole_face_whatever_tier_and_amount() -> None:
    make_schedule({"president": "23456.78", "ordinary": "910"})
    make_bank_account()
    make_membership(member_class=make_class("president", rank=1, zh="会长单位"), zh="晋东岳峰厂")
    make_membership(zh="望岳汽车修理厂")
    run = run_dues()
    assert run is not None

    print_all(run)

    papers = [documents.read(row.document) for row in run.invoices.select_related("document")]
    assert {"Small" in name for content in papers for name in fonts_of(content)} == {True}
    assert len(papers) == 2


def test_printing_goes_on_where_it_stopped_and_never_makes_a_paper_anew() -> None:
    run = billed(3)
    first, *_others = run.invoices.order_by("number")
    known = printing.keep_paper(first, b"%PDF-1.7 as it was sent", at=AT)

    for _again in range(2):
        print_all(run)

    first.refresh_from_db()
    assert first.document == known
    assert printing.progress_of(DuesRun.objects.get()).done
    assert Job.objects.count() == 1


def test_printing_without_a_bank_account_is_refused() -> None:
    run = billed()
    BankAccount.objects.update(for_invoices=False)

    with pytest.raises(NoAccountForInvoices):
        printing.request_printing(run=run, by=None, at=AT)

    assert Job.objects.count() == 0


def test_page_of_the_run_makes_the_papers_and_hands_them_out(client: Client) -> None:
    run = billed(2)
    client.force_login(make_secretary())
    before = client.get(reverse("dues:run_zip", args=[run.pk])).status_code
    print_all(run)

    page = client.get(reverse("dues:run", args=[run.pk]), headers={"accept-language": "en"}).text
    zipped = client.get(reverse("dues:run_zip", args=[run.pk])).getvalue()
    together = client.get(reverse("dues:run_papers", args=[run.pk, 0]))
    missing = client.get(reverse("dues:run_papers", args=[run.pk, 1]))

    numbers = list(run.invoices.order_by("number").values_list("number", flat=True))
    with zipfile.ZipFile(io.BytesIO(zipped)) as made:
        assert made.namelist() == [f"{number}.pdf" for number in numbers]
    assert "2 of 2 made" in page
    assert (before, together["Content-Type"], missing.status_code) == (404, "application/pdf", 404)


def test_paper_of_an_invoice_is_the_one_that_was_made(client: Client) -> None:
    run = billed()
    client.force_login(make_secretary())
    invoice = run.invoices.get()
    kept = b"%PDF-1.7 as it was sent"
    printing.keep_paper(invoice, kept, at=AT)

    def paper(language: str) -> bytes:
        return client.get(reverse("dues:invoice_paper", args=[invoice.pk, language])).content

    assert paper("zh") == kept
    assert says(paper("en"), "Notice of dues") == {"Notice of dues": True}
    assert Decimal("1250.50") == invoice.amount
