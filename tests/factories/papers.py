"""Every kind of PDF that is written here, one of each, by the functions that write them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import pikepdf
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assemblies.domain.carrying import (
    annex,
    filing_forms,
    filing_pack,
    handover,
    handover_paper,
    publishing,
)
from assemblies.domain.convening import agenda_papers, correcting, handbook, letters, proxies
from assemblies.domain.convening.sending import Enclosure, Wording
from assemblies.domain.presence import badges
from assemblies.domain.signing import authority, sealing
from assemblies.domain.writing import excerpts, minutes, papers, script
from assemblies.enums import DeliveryChannel, DeliveryState, Function, PublicationChannel
from assemblies.models import Assembly, Minutes, Resolution
from bylaws.domain.papers import issuing
from dues.domain import crediting
from dues.domain.collecting import reminder_print
from dues.domain.papers import firm_account_papers, invoice_papers
from dues.domain.papers.printing import print_part, request_printing
from dues.domain.reports import annual, comparison_paper
from dues.domain.reports import publishing as year_papers
from dues.models import DuesRun, DuesSchedule, Invoice, Reminder
from elections.domain import ballot_papers
from members.domain.admitting import certificates
from members.domain.asking import appointing
from members.domain.letters.letter_papers import letters_pdf
from members.enums import BodyKind
from members.models import Letter, Person, Term
from records.domain import documents
from records.models import Document
from tests.factories.assemblies import (
    DAY,
    SENT_AT,
    both,
    entries_of,
    make_assembly,
    make_association,
    make_body,
    make_secretary,
    minute,
)
from tests.factories.dues import AT
from tests.factories.mailings import make_mailing, make_reachable_firm
from tests.factories.members import make_firm, make_membership, make_person, make_representative
from tests.factories.minutes import make_closed_meeting
from tests.factories.nominations import agreed, announced, make_call, make_nomination
from tests.factories.proxies import draft, meeting_by_proxy
from tests.factories.reminders import make_debtors, make_levels, remind
from tests.factories.requests import make_appointment
from tests.factories.texts import bring_into_force, make_regulation, make_version

Made = dict[str, bytes]
SITE = "https://association.example"
# Signing looks at the clock, as the certificates of the signers do.
NOW = datetime.now(UTC).replace(microsecond=0)


def all_papers() -> Made:
    """By what each is. Nothing of the associations that they are about is left behind."""
    made: Made = {}
    parts = (
        meeting_papers,
        notice_papers,
        term_papers,
        text_papers,
        member_papers,
        dues_papers,
    )
    for make in parts:
        with transaction.atomic():
            made |= make()
            transaction.set_rollback(True)
    return made


def foreign_pdf() -> bytes:
    paper, out = pikepdf.new(), io.BytesIO()
    paper.add_blank_page()
    paper.save(out, deterministic_id=True)
    return out.getvalue()


def stored(document: Document | None) -> bytes:
    assert document is not None
    return documents.read(document)


def meeting_papers() -> Made:
    """Of a meeting that is over, in the order in which they are made for one."""
    meeting = make_closed_meeting()
    assembly, box = meeting.assembly, meeting.council.election
    assert box is not None
    made = {
        "agenda": agenda_papers.agenda_pdf(assembly, "zh"),
        "candidates": agenda_papers.candidates_pdf(assembly, "zh"),
        "dues draft": agenda_papers.dues_pdf(assembly, meeting.dues, "zh"),
        "authority to vote": agenda_papers.authority_pdf(assembly, "zh"),
        "handbook": handbook.handbook_pdf(assembly, "zh"),
        "badges": badges.badges_paper(
            assembly=assembly, entries=entries_of(assembly), language="zh"
        ),
        "script": script.chair_script(assembly=assembly, language="zh"),
        "script in English": script.chair_script(assembly=assembly, language="en"),
        "hands sheet": script.hands_sheet(assembly=assembly, language="zh"),
        "issue sheet": script.issue_sheet(assembly=assembly, language="zh"),
        "tally sheet": script.tally_sheet(assembly=assembly, language="zh"),
        "ballots": ballot_papers.ballot_papers(election=box, copies=7, language="zh"),
        "specimen": ballot_papers.specimen_ballot(election=box, language="zh"),
        "count form": ballot_papers.count_form(election=box, language="zh"),
        "attendance, blank": papers.attendance_list(assembly=assembly, language="zh", blank=True),
        "attendance": papers.attendance_list(assembly=assembly, language="en", blank=False),
        "result sheet": papers.result_sheet(election=box, language="zh"),
        "ballots issued": papers.box_report(election=box, kind="issued", language="zh"),
        "ballots returned": papers.box_report(election=box, kind="returned", language="en"),
        "officers": filing_forms.officers(assembly, "zh"),
        "officer forms": filing_forms.officer_forms(assembly, "zh"),
        "filing report": filing_forms.report(assembly, "zh"),
        "work annex": annex.annex_pdf(from_on=DAY.replace(day=1), until_on=DAY, language="zh"),
    }
    return made | _after(assembly)


def _after(assembly: Assembly) -> Made:
    minutes.make_minutes(assembly=assembly, by=None, at=minute(80))
    draft_of = minutes.latest_minutes(assembly)["en"]
    made = {"minutes, draft": stored(draft_of.document)}
    final = minutes.finalise_minutes(assembly=assembly, by=None, at=minute(81))
    made |= {f"minutes, {language}": stored(row.document) for language, row in final.items()}
    made["minutes, signed"] = _signed(final["zh"])
    chair = assembly.appointments.get(function=Function.CHAIR).person
    item = final["zh"].facts["meeting"]["items"][1]["id"]
    excerpt = excerpts.make_excerpt(
        minutes=final["zh"],
        items=[item],
        attendance=True,
        addressee="晋东农村商业银行",
        purpose="办理账户变更",
        certifier=chair,
        by=None,
        at=minute(82),
    )
    made["excerpt"] = stored(excerpt.document)
    row = filing_pack.make_pack(
        assembly=assembly, pack="after", language="zh", by=None, at=minute(90)
    )
    archive = zipfile.ZipFile(io.BytesIO(stored(row.document)))
    made |= {
        f"pack, {name}": archive.read(name) for name in archive.namelist() if name[:2] in "00 01 05"
    }
    resolution = Resolution.objects.filter(motion__item__assembly=assembly).earliest("number")
    published = publishing.publish_resolution(
        resolution=resolution, channel=PublicationChannel.MAIL, by=None, at=minute(91)
    )
    return made | {
        "resolution": stored(published.document),
        "publication proof": stored(published.proof),
    }


def _signed(row: Minutes) -> bytes:
    authority.found_authority(by=None, at=NOW)
    place = sealing.signing_places(row)[0].place
    sealing.sign_minutes(
        minutes=row,
        person=Person.objects.get(pk=place.person),
        function=place.function,
        by=None,
        at=NOW,
    )
    return stored(Minutes.objects.select_related("sealed").get(pk=row.pk).sealed)


def notice_papers() -> Made:
    """Letters in place of mails, with a file that somebody uploaded behind each; an authority."""
    assembly = meeting_by_proxy(members=2)
    one, two = entries_of(assembly)
    enclosed = documents.store(
        content=foreign_pdf(), name="a.pdf", media_type="application/pdf", at=SENT_AT
    )
    notice = correcting.correct_notice(
        assembly=assembly,
        wording=Wording(
            both("会议通知", "Notice"),
            both("请出席。", "Please attend."),
            (Enclosure(enclosed, both("议程", "Agenda")),),
        ),
        by=None,
        at=SENT_AT,
    )
    notice.deliveries.update(
        channel=DeliveryChannel.LETTER, state=DeliveryState.WAITING, address="会展路1号"
    )
    call = make_call(assembly=make_assembly())
    agreed(make_nomination(call), introduction="从业二十年。")
    return {
        "candidate notice": stored(announced(call).paper_zh),
        "authority": proxies.letter_of_authority(proxy=draft(assembly, one, two), language="zh"),
        "letters of a notice": letters.letters_pdf(notice=notice, language="zh"),
    }


def term_papers() -> Made:
    """What one term hands over to the next."""
    make_association()
    body = make_body(BodyKind.COUNCIL)
    old = Term.objects.create(body=body, number=3, from_on=date(2021, 12, 18), until_on=DAY)
    new = Term.objects.create(body=body, number=4, from_on=DAY)
    row = handover.begin_handover(term=old, to_term=new, by=None, at=minute(60))
    return {"handover": handover_paper.print_handover(handover_paper.facts_of(row), language="zh")}


def text_papers() -> Made:
    regulation = make_regulation()
    old = bring_into_force(
        make_version(regulation, "第一条 甲。\n第二条 依照第一条：\n（一）子。"), date(2021, 4, 15)
    )
    new = bring_into_force(
        make_version(
            regulation, "第一条 甲甲。\n第二条 新。\n第三条 依照第一条：\n（一）子。", base=old
        ),
        date(2023, 5, 1),
    )
    return {
        f"bylaws, {paper}": issuing.issue_version(new, paper=paper, form="pdf", lang="zh").content
        for paper in issuing.papers_of_version(new)
    }


def member_papers() -> Made:
    make_association()
    firm = make_reachable_firm(zh="甲厂", en="First", number="L1", address="晋东路1号")
    person = make_person(zh="丁一", en="Ding Yi")
    make_representative(firm=firm, person=person)
    mailing = make_mailing(firm, reach=["firm"])
    certificate = certificates.issue_certificate(
        membership=make_membership(),
        issued_on=date(2026, 1, 1),
        valid_until=None,
        site=SITE,
        by=None,
        at=AT,
    )
    request = make_appointment(make_firm(), signed=False)
    office = Client()
    office.force_login(make_secretary())
    told = reverse("members:person_data_pdf", args=[person.pk, "zh"])
    return {
        "letters": letters_pdf(mailing=mailing, language="zh"),
        "certificate": stored(certificate.document),
        "letter of appointment": appointing.letter_pdf(request, language="zh"),
        "data of a person": office.get(told).content,
    }


def dues_papers() -> Made:
    make_debtors("R1", "R2")
    make_levels(14)
    remind(date(2027, 5, 1), released=False)
    reminder, invoice = Reminder.objects.earliest("pk"), Invoice.objects.earliest("number")
    letter = Letter.objects.get(reminders=reminder)
    reminder_print.print_statements(mailing=str(letter.mailing_id), at=AT)
    letter.refresh_from_db()
    run = DuesRun.objects.get(invoices=invoice)
    for job in request_printing(run=run, by=None, at=AT):
        print_part(at=AT, **job.arguments)
    note = crediting.credit_invoice(
        invoice=invoice, on=date(2027, 2, 1), reason=both("误开", "In error"), by=None, at=AT
    )
    office = Client()
    office.force_login(make_secretary())
    schedule = DuesSchedule.objects.latest("effective_on")
    return {
        "statement": stored(letter.attachment),
        "invoice": invoice_papers.invoice_pdf(invoice, language="en"),
        "invoice of a run": stored(run.invoices.select_related("document")[0].document),
        "credit note": invoice_papers.credit_note_pdf(note, language="zh"),
        "account of a firm": firm_account_papers.account_pdf(
            invoice.firm, day=date(2027, 5, 1), language="zh"
        ),
        "year": year_papers.year_paper(annual.year_of(2027), language="zh", at=AT),
        "comparison of standards": comparison_paper.comparison_paper(
            new=schedule, day=date(2027, 5, 1), language="zh", at=AT
        ),
        "receipts": office.get(reverse("dues:receipts_paper", args=["zh"])).content,
    }
