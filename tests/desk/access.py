"""The example with one of everything that an address can name, and who asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import URLPattern, URLResolver, get_resolver

from assemblies.domain.presence import check_in, quorum
from assemblies.domain.sitting import ballot, hands, resolve, session
from assemblies.enums import ItemKind, Method, MinutesState
from assemblies.models import AgendaItem, Assembly, Minutes, Motion, Resolution
from bylaws.choices import AmendmentState, RegulationKind
from bylaws.domain.amendments import amending, commenting, editing
from bylaws.enums import Matter
from bylaws.models import Version
from desk.domain.example.accounts import VISITORS
from desk.domain.example.data import read_json
from desk.domain.example.register import firm_of, person_of
from dues.domain import books, crediting, requested_runs, running
from dues.enums import ScheduleState
from dues.models import DuesSchedule, Invoice
from elections.enums import Channel
from elections.models import Election, RollEntry
from members.domain.admitting import applications
from members.domain.importing import imports
from members.enums import ApplicationState
from members.models import (
    Body,
    Certificate,
    LetterTemplate,
    Mandate,
    Membership,
    Representative,
    User,
)
from records.domain import documents
from records.fields import Translated
from records.models import OutgoingMail, Stream
from tests.bylaws.published import FIRST, SECOND, make_registrar_consent, publish
from tests.desk.case_targets import case_targets
from tests.desk.firm_parts import firm_parts
from tests.desk.meeting_targets import meeting_targets
from tests.desk.money_targets import money_targets
from tests.desk.own_targets import own_targets
from tests.desk.reminder_targets import reminder_targets
from tests.factories.applications import bring_to, make_paper
from tests.factories.dues import make_bank_account
from tests.factories.mailings import make_mailing
from tests.factories.reports import report_targets
from tests.factories.slips import make_open_slip_box
from tests.factories.texts import make_amendment
from tests.members.test_imports import GOOD, csv_of

# Not ours: log-in pages and the switch of the language.
OTHERS_PAGES = ("accounts/", "i18n/")


def names(
    patterns: list[URLPattern | URLResolver] | None = None, prefix: str = ""
) -> Iterator[str]:
    """``app:name`` of every address of the project."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        elif str(pattern.pattern) not in OTHERS_PAGES:
            yield from names(
                pattern.url_patterns, f"{pattern.app_name}:" if pattern.app_name else prefix
            )


def hold_the_morning(assembly: Assembly, at: datetime) -> None:
    """A motion is resolved, two boxes are open, another was annulled and is voted on paper."""
    check_in.open_check_in(assembly=assembly, by=None, at=at)
    entries = RollEntry.objects.filter(roll=assembly.roll, entitled=True)
    late = [*VISITORS[1:], *(row["member_number"] for row in _supervisors())]
    for entry in entries.exclude(firm__membership__number__in=late)[:90]:
        check_in.check_in(assembly=assembly, entry=entry, by=None, at=at)
    session.open_meeting(assembly=assembly, by=None, at=at)
    report = _now(assembly, "work_report", at)
    quorum.state_quorum(assembly=assembly, item=report, by=None, at=at)
    hands.record_show_of_hands(
        motion=report.motion, votes_for=90, votes_against=0, abstentions=0, by=None, at=at
    )
    resolve.resolve_motion(motion=report.motion, by=None, at=at)
    dues = _now(assembly, "dues_standard", at)
    ballot.open_ballot(motion=dues.motion, by=None, at=at)
    adopt_what_comes_first(assembly, at)
    council = _now(assembly, "elect_council", at)
    ballot.open_ballot(motion=council.motion, by=None, at=at)
    supervisors = _now(assembly, "elect_supervisors", at)
    ballot.annul_ballot(
        motion=supervisors.motion,
        reason="The network failed.",
        names="Chief scrutineer",
        channel=Channel.PAPER,
        by=None,
        at=at,
    )
    ballot.open_ballot(motion=supervisors.motion, by=None, at=at + timedelta(minutes=1))


def adopt_what_comes_first(assembly: Assembly, at: datetime) -> None:
    """Election method and scrutineers, by show of hands of all present."""
    for matter in ("election_method", "scrutineers"):
        item = _now(assembly, matter, at)
        present = quorum.state_quorum(assembly=assembly, item=item, by=None, at=at).present
        hands.record_show_of_hands(
            motion=item.motion, votes_for=present, votes_against=0, abstentions=0, by=None, at=at
        )
        resolve.resolve_motion(motion=item.motion, by=None, at=at)


def _supervisors() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = read_json("candidates.json")["supervisors"]["candidates"]
    return rows


def _now(assembly: Assembly, matter: str, at: datetime) -> AgendaItem:
    item = AgendaItem.objects.get(assembly=assembly, matter=matter)
    session.set_current(item=item, by=None, at=at)
    return AgendaItem.objects.get(pk=item.pk)


def keep_minutes(assembly: Assembly, at: datetime) -> Minutes:
    """Final and signed, as far as an address needs them: what they say is tested elsewhere."""
    paper = documents.store(
        content=b"%PDF-1.7", name="minutes.zh.pdf", media_type="application/pdf", at=at
    )
    return Minutes.objects.create(
        assembly=assembly,
        version=1,
        language="zh",
        state=MinutesState.FINAL,
        facts_digest="0" * 64,
        document=paper,
        signed_copy=paper,
        made_at=at,
    )


def users() -> dict[str, User | None]:
    """One log-in of each kind; those without a standing role are representatives as well."""
    named = read_json("candidates.json")
    tellers = named["scrutineers"]
    numbers = {
        "chair": named["chairs"]["general_assembly"]["member_number"],
        "authority": named["credential_authority"]["member_number"],
        "trustee": tellers["scrutineers"][0]["member_number"],
        "counter": tellers["counters"][0]["member_number"],
        "representative": VISITORS[0],
        "excluded": _excluded(),
    }
    staff = {
        role: User.objects.filter(roles__role=role).order_by("email").first()
        for role in ("secretariat", "auditor")
    }
    people = {role: User.objects.get(person=person_of(number)) for role, number in numbers.items()}
    stranger = User.objects.create_user("stranger@elsewhere.example")
    return {"anonymous": None, **staff, **people, "stranger": stranger}


def _excluded() -> str:
    """A firm on the roll without a vote whose representative can log in."""
    entries = RollEntry.objects.filter(entitled=False, person__user__isnull=False)
    number: str = entries.order_by("firm__membership__number").values_list(
        "firm__membership__number", flat=True
    )[0]
    return number


def targets(assembly: Assembly, at: datetime) -> dict[str, dict[str, object]]:
    """The arguments of addresses, by what they lead to."""
    boxes = {
        matter: AgendaItem.objects.get(assembly=assembly, matter=matter).motion.election
        for matter in ("dues_standard", "elect_council", "elect_supervisors")
    }
    dues = _dues(at)
    invoice = Invoice.objects.get(pk=dues["invoice"]["pk"])
    return {
        "": {},
        **_meeting(assembly, at),
        **_boxes(boxes),
        **_register(at),
        **firm_parts(firm_of(VISITORS[0])),
        **_letters(at),
        **_admission(at),
        **case_targets(firm_of(VISITORS[0]), at),
        **_texts(),
        **_workshop(at),
        **dues,
        **meeting_targets(assembly, at),
        **money_targets(invoice, at),
        **report_targets(DuesSchedule.objects.earliest("effective_on"), at),
        **own_targets(firm_of(VISITORS[0]), at),
        **reminder_targets(invoice, at),
    }


def _meeting(assembly: Assembly, at: datetime) -> dict[str, dict[str, object]]:
    here: dict[str, object] = {"pk": assembly.pk}
    council = AgendaItem.objects.get(assembly=assembly, matter="elect_council")
    notice = assembly.notices.get()
    entry = RollEntry.objects.filter(roll=assembly.roll, entitled=True).order_by("pk")[0]
    item = here | {"item": council.pk}
    resolution = Resolution.objects.get(
        motion__item__assembly=assembly, motion__item__matter="work_report"
    )
    return {
        "meeting": here,
        "step": here | {"step": "close"},
        "item": item,
        "item act": item | {"act": "quorum"},
        "unboxed item": _item_without_box(assembly),
        "notice": here | {"notice": notice.pk},
        "delivery": here | {"delivery_pk": notice.deliveries.order_by("pk")[0].pk},
        "entry": here | {"entry": entry.pk, "act": "in"},
        "body": here | {"body": Body.objects.get(kind="council").pk},
        "minutes": here | {"row": keep_minutes(assembly, at).pk},
        "meeting paper": here | {"language": "en"},
        "resolution": here | {"resolution": resolution.pk, "language": "en"},
        "ceremony": {"ceremony": assembly.ceremony_id},
        **_slips(assembly),
    }


def _slips(assembly: Assembly) -> dict[str, dict[str, object]]:
    """A day by slip, which the same person makes the slips of."""
    assert assembly.ceremony is not None
    box = make_open_slip_box(assembly.ceremony.authority)
    return {"slip day": {"ceremony": box.ceremony.pk}, "slip box": {"pk": box.election.pk}}


def _item_without_box(assembly: Assembly) -> dict[str, object]:
    """An election whose candidates are still to be entered."""
    item = AgendaItem.objects.create(
        assembly=assembly,
        position=99,
        title=assembly.title,
        kind=ItemKind.ELECTION,
        matter=Matter.ELECT_SUPERVISORS,
    )
    Motion.objects.create(item=item, text=assembly.title, method=Method.SECRET)
    return {"pk": assembly.pk, "item": item.pk}


def _boxes(boxes: dict[str, Election]) -> dict[str, dict[str, object]]:
    online, paper = boxes["dues_standard"], boxes["elect_supervisors"]
    return {
        "box": {"pk": online.pk},
        "slate box": {"pk": boxes["elect_council"].pk},
        "paper box": {"pk": paper.pk},
        "contest": {"pk": paper.pk, "contest": paper.contests.get().pk},
        "ballot": {"pk": paper.pk, "language": "en"},
        "result": {"election": paper.pk, "language": "en"},
        "report": {"election": paper.pk, "kind": "issued", "language": "en"},
    }


def _register(at: datetime) -> dict[str, dict[str, object]]:
    firm = firm_of(VISITORS[0])
    user = User.objects.get(person=person_of(VISITORS[0]))
    batch = imports.stage_import(content=csv_of(GOOD), name="firms.csv", by=None, at=at)
    mail = OutgoingMail.objects.create(to=["a@b.example"], subject="A", body="B", created_at=at)
    return {
        "file": {"kind": "csv"},
        "firm": {"pk": firm.pk},
        "representation": {"pk": Representative.objects.filter(firm=firm)[0].pk},
        "person": {"pk": user.person_id},
        "person paper": {"pk": user.person_id, "language": "en"},
        "account": {"pk": user.pk},
        "mandate": {"pk": Mandate.objects.order_by("pk")[0].pk},
        "import": {"pk": batch.pk},
        "import file": {"pk": batch.pk, "kind": "csv"},
        "mail": {"pk": mail.pk},
        "chain": {"pk": Stream.objects.order_by("pk")[0].pk},
    }


def _admission(at: datetime) -> dict[str, dict[str, object]]:
    application = bring_to(ApplicationState.SUBMITTED)
    paper = applications.add_document(
        application=application, paper=make_paper(), by=None, at=at
    ).document
    membership = firm_of(VISITORS[0]).membership
    certificate = Certificate.objects.create(
        membership=membership,
        number="1",
        code="ABCDEFGHJKLMNPQR",
        issued_on=at.date(),
        issued_at=at,
        document=paper,
    )
    return {
        "application": {"pk": application.pk},
        "application act": {"pk": application.pk, "act": "ask"},
        "application paper": {"pk": application.pk, "document": paper.pk},
        "applicant's act": {"pk": application.pk, "act": "papers"},
        "certificate": {"pk": certificate.pk},
        "code": {"code": certificate.code},
    }


def _letters(at: datetime) -> dict[str, dict[str, object]]:
    """A draft to one firm that would be written to on paper."""
    firm = firm_of(VISITORS[0])
    firm.address = firm.address or "A"
    firm.save(update_fields=["address"])
    mailing = make_mailing(firm, reach=[])
    here: dict[str, object] = {"pk": mailing.pk}
    letter: dict[str, object] = {"pk": mailing.letters.get().pk}
    return {
        "mailing": here,
        "mailing act": here | {"act": "refresh"},
        "mailing file": here | {"kind": "csv"},
        "mailing paper": here | {"language": "en", "part": 1},
        "letter": letter,
        "letter act": letter | {"act": "drop"},
        "letter template": {"pk": LetterTemplate.objects.order_by("title")[0].pk},
    }


def _texts() -> dict[str, dict[str, object]]:
    changed = Version.objects.filter(base__isnull=False).order_by("pk")[0]
    published = publish(FIRST, SECOND, kind=RegulationKind.FINANCIAL_RULES)
    here: dict[str, object] = {"pk": published.regulation.pk}
    comparison: dict[str, object] = {"paper": "comparison", "form": "docx"}
    return {
        "published text": here,
        "published change": here | {"version": published.versions[1].pk},
        "published article": here | {"provision": published.id("第一条")},
        "version paper": {"pk": changed.pk, "paper": "text", "form": "txt"},
        "amendment paper": comparison | {"pk": make_amendment(changed).pk},
        "regulation": {"pk": changed.regulation_id},
        "consent": {"pk": make_registrar_consent().pk},
        "version": {"pk": changed.pk},
        "schedule": {"pk": DuesSchedule.objects.get(state=ScheduleState.DRAFT).pk},
    }


def _workshop(at: datetime) -> dict[str, dict[str, object]]:
    """An amendment that is open to comments, with a change, a comment and a rival."""
    adopted = Version.objects.filter(adoption__isnull=False, regulation__kind=RegulationKind.BYLAWS)
    base = adopted.get()
    mine, rival = make_amendment(base), make_amendment(base)
    article = base.provisions.filter(kind="article").order_by("position")[0].permanent_id
    for amendment in (mine, rival):
        editing.replace_provision(
            amendment=amendment, provision=article, text="新的一条。", revision=0, by=None, at=at
        )
    amending.go_to(
        amendment=mine, state=AmendmentState.CONSULTATION, until=date.max, by=None, at=at
    )
    comment = commenting.add_comment(
        amendment=mine, text="甲", author_name="丁", by=base, at=at, day=at.date()
    )
    here: dict[str, object] = {"pk": mine.pk}
    return {
        "amendment": here,
        "amendment step": here | {"step": "consult"},
        "rival": here | {"other": rival.pk},
        "provision": here | {"provision": article},
        "change": {"pk": mine.changes.get().pk},
        "comment": {"pk": comment.pk},
    }


def _dues(at: datetime) -> dict[str, dict[str, object]]:
    """A run of two members for next year, which nobody was billed for yet, with its papers, one
    invoice credited, and a run that waits."""
    books.open_books(by=None, at=at)
    bank = make_bank_account()
    plan = running.plan_for(day=date(at.year + 1, 1, 1), issued_on=at.date())
    members = Membership.objects.order_by("number")[1:3]
    chosen = Membership.objects.filter(pk__in=[member.pk for member in members])
    run = running.write_run(plan=plan, only=chosen, by=None, at=at)
    assert run is not None
    first, second = run.invoices.order_by("number")
    note = crediting.credit_invoice(
        invoice=second, on=at.date(), reason=Translated(zh="误", en="wrong"), by=None, at=at
    )
    paper = documents.store(content=b"%PDF-1.7", name="p.pdf", media_type="application/pdf", at=at)
    run.papers = {"0": str(paper.pk)}
    run.save(update_fields=["papers"])
    run.invoices.update(document=paper)
    waiting = requested_runs.request_run(plan=plan, by=None, at=at)
    return {
        "run": {"pk": run.pk},
        "run file": {"pk": run.pk, "part": 0},
        "waiting run": {"pk": waiting.pk},
        "invoice": {"pk": first.pk},
        "invoice paper": {"pk": first.pk, "language": "en"},
        "credit note paper": {"pk": note.pk, "language": "zh"},
        "firm file": {"pk": first.firm_id, "kind": "csv"},
        "ledger account": {"pk": bank.ledger_id},
        "bank account": {"pk": bank.pk},
    }
