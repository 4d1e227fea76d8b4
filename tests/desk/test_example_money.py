"""The money and the daily work of the example: what is billed, paid and open, and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum
from django.utils import timezone

from desk.domain.example import papers
from desk.domain.example.data import read_json
from desk.domain.example.load import Example, load_example
from desk.errors import ExampleRefused
from dues.domain import posting
from dues.domain.arrears import arrears_on
from dues.domain.balances import advances, balance_of, invoice_balances, unassigned
from dues.domain.collecting.arrears_effects import effects_on
from dues.domain.collecting.reminder_levels import levels_on
from dues.domain.receiving.importing import import_statement
from dues.domain.receiving.receiptable import receipts_due, receipts_wrong
from dues.domain.statements import read_statement
from dues.enums import AccountRole
from dues.models import (
    AnnualStatement,
    BankAccount,
    DuesRun,
    Entry,
    Invoice,
    Payment,
    Receipt,
    StatementLine,
)
from elections.domain.entitlement import entitlements_on
from members.domain import registration_code
from members.enums import ApplicationState, LetterState, MailingState, RequestState
from members.models import (
    Application,
    Certificate,
    ChangeRequest,
    Contact,
    Letter,
    Mailing,
    Membership,
    Tag,
)
from records.models import Job

MEETING = date(2026, 12, 18)
LAYOUTS = [("statement.csv", "A"), ("statement.xml", "camt.053")]


def number_of() -> dict[object, str]:
    return dict(Membership.objects.values_list("firm_id", "number"))


def import_of(folder: Path, name: str) -> tuple[int, int, int]:
    """Read a file of the folder in; how many movements it has, are new, and were certain."""
    done = import_statement(
        content=(folder / name).read_bytes(),
        name=name,
        account=BankAccount.objects.get(),
        by=None,
        at=timezone.now(),
    )
    return done.read, done.new, done.assigned


def proposed() -> list[tuple[str, str, str, Sequence[str]]]:
    """Each line that came in: amount, payer, state, and the firms that it may be of."""
    numbers = {str(firm): number for firm, number in number_of().items()}
    return [
        (str(line.amount), line.payer, line.state, [numbers[p["firm"]] for p in line.proposals])
        for line in StatementLine.objects.filter(amount__gt=0).order_by("position")
    ]


def test_runs_bill_who_had_joined_and_later_who_joined_since(example: Example) -> None:
    rows = DuesRun.objects.order_by("issued_on")

    assert [
        (row.issued_on.isoformat(), row.totals["billed"], row.totals["billed_sum"]) for row in rows
    ] == [
        ("2025-01-06", 127, "180800.00"),
        ("2025-11-03", 4, "3200.00"),
        ("2026-01-05", 130, "183200.00"),
        ("2026-09-01", 1, "800.00"),
    ]
    joined_later = Invoice.objects.filter(issued_on="2025-01-06").filter(
        firm__membership__joined_on__gt="2025-01-06"
    )
    assert not joined_later.exists()


def test_sums_of_the_books_add_up(example: Example) -> None:
    billed = Invoice.objects.aggregate(sum=Sum("amount"))["sum"]
    paid = Payment.objects.aggregate(sum=Sum("amount"))["sum"]
    open_ = sum(invoice_balances().values(), Decimal(0))
    ahead = sum(advances().values(), Decimal(0))

    assert (billed, paid, open_, ahead) == (
        Decimal("368800.00"),
        Decimal("355100.00"),
        Decimal("15700.00"),
        Decimal("2000.00"),
    )
    assert billed == paid - ahead + open_
    assert unassigned() == {}
    assert balance_of(AccountRole.BANK) == Decimal("258530.00")


def test_books_verify(example: Example) -> None:
    assert posting.verify_books() == Entry.objects.count() == 765


def test_every_entry_lies_before_the_month_of_the_meeting(example: Example) -> None:
    assert not Entry.objects.filter(booked_on__gte=MEETING.replace(day=1)).exists()
    assert not Entry.objects.filter(recorded_at__date__gte=MEETING.replace(day=1)).exists()


def test_firms_are_in_arrears_of_different_ages(example: Example) -> None:
    numbers = number_of()
    found = arrears_on(MEETING)

    told = [(numbers[pk], str(row.amount), row.since.isoformat()) for pk, row in found.items()]
    assert sorted(told) == [
        ("JD0026", "800", "2026-04-01"),
        ("JD0042", "800", "2026-04-01"),
        ("JD0053", "800", "2026-04-01"),
        ("JD0055", "2000", "2026-04-01"),
        ("JD0061", "300", "2026-04-01"),
        ("JD0068", "800", "2026-04-01"),
        ("JD0079", "800", "2026-04-01"),
        ("JD0087", "400", "2026-04-01"),
        ("JD0094", "1600", "2025-04-01"),
        ("JD0099", "1000", "2026-04-01"),
        ("JD0107", "2400", "2023-12-31"),
        ("JD0119", "800", "2026-04-01"),
        ("JD0121", "800", "2026-04-01"),
        ("JD0122", "800", "2026-04-01"),
        ("JD0124", "800", "2026-04-01"),
        ("JD0135", "800", "2026-10-01"),
    ]  # fmt: skip


def test_one_firm_is_behind_for_longer_than_the_bylaws_allow_and_one_has_left(
    example: Example,
) -> None:
    numbers, effects = number_of(), effects_on(MEETING)

    assert [numbers[pk] for pk in effects.firms_of("exits")] == ["JD0107"]
    assert [numbers[pk] for pk in effects.firms_of("left")] == ["JD0079"]


def test_arrears_take_nobodys_vote(example: Example) -> None:
    assert sum(row.entitled for row in entitlements_on(MEETING)) == 126


def test_reminders_have_their_levels_from_the_beginning_of_the_books(example: Example) -> None:
    assert list(levels_on(date(2024, 12, 31))) == [1, 2, 3]


def test_receipts_are_recorded_until_a_day_and_wait_after_it(example: Example) -> None:
    recorded = Receipt.objects.aggregate(sum=Sum("amount"))["sum"]
    due = receipts_due()

    assert (Receipt.objects.count(), recorded) == (191, Decimal("283200.00"))
    assert (len(due), sum(row.amount for row in due)) == (56, Decimal("69900.00"))
    assert receipts_wrong() == []


@pytest.mark.parametrize(
    ("name", "layout"), [("statement.csv", "A"), ("statement.xml", "camt.053")]
)
def test_statement_is_read_back_with_every_movement(
    example: Example, example_folder: Path, name: str, layout: str
) -> None:
    read = read_statement(content=(example_folder / name).read_bytes(), name=name)

    assert (read.layout, read.account, read.currency or "CNY") == (
        layout,
        "6222480700661216011",
        "CNY",
    )
    assert (read.opening, read.closing) == (Decimal("258530.00"), Decimal("265645.00"))
    assert [(line.booked_on.day, str(line.amount), line.payer) for line in read.lines] == [
        (2, "800.00", "晋东市长亭汽车贸易有限公司"),
        (2, "800.00", "榆泉县吉顺汽车维修有限公司"),
        (3, "-25.00", "晋东银行望岳支行"),
        (4, "800.00", "晋东市达观二手车交易市场有限公司"),
        (5, "800.00", "柏川县瑞祥汽车销售服务有限公司"),
        (8, "800.00", "晋东市车友汽车服务有限公司"),
        (9, "800.00", "晋东市久福汽车修理厂"),
        (9, "1000.00", "晋东市南坡汽车维修有限公司"),
        (10, "800.00", "晋东市众达运输有限公司"),
        (11, "1600.00", "晋东市百顺二手车经纪有限公司"),
        (12, "800.00", "汪海峰"),
        (15, "-1860.00", "晋东市文锦印务有限公司"),
    ]


def test_table_is_in_the_encoding_of_chinese_banks(example: Example, example_folder: Path) -> None:
    content = (example_folder / "statement.csv").read_bytes()

    assert content.decode("gb18030").startswith("交易日期,")
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


@pytest.mark.parametrize("name", ["statement.csv", "statement.xml"])
def test_statement_assigns_what_is_certain_and_proposes_the_rest(
    example: Example, example_folder: Path, name: str
) -> None:
    assert import_of(example_folder, name) == (12, 12, 4)

    assert proposed() == [
        ("800.00", "晋东市长亭汽车贸易有限公司", "assigned", ["JD0119"]),
        ("800.00", "榆泉县吉顺汽车维修有限公司", "assigned", ["JD0124"]),
        ("800.00", "晋东市达观二手车交易市场有限公司", "assigned", ["JD0026"]),
        ("800.00", "柏川县瑞祥汽车销售服务有限公司", "assigned", ["JD0121"]),
        ("800.00", "晋东市车友汽车服务有限公司", "open", ["JD0068"]),
        ("800.00", "晋东市久福汽车修理厂", "open", ["JD0053"]),
        ("1000.00", "晋东市南坡汽车维修有限公司", "open", ["JD0122"]),
        ("800.00", "晋东市众达运输有限公司", "open", []),
        ("1600.00", "晋东市百顺二手车经纪有限公司", "open", ["JD0094"]),
        ("800.00", "汪海峰", "open", ["JD0042"]),
    ]
    numbers = number_of()
    assert sorted(numbers[pk] for pk in arrears_on(MEETING)) == [
        "JD0042", "JD0053", "JD0055", "JD0061", "JD0068", "JD0079", "JD0087", "JD0094", "JD0099",
        "JD0107", "JD0122", "JD0135",
    ]  # fmt: skip


def test_other_file_of_the_month_adds_nothing(example: Example, example_folder: Path) -> None:
    import_of(example_folder, "statement.csv")

    assert import_of(example_folder, "statement.xml") == (12, 0, 0)


def test_accounts_tell_where_the_statement_is(example: Example, example_folder: Path) -> None:
    told = (example_folder / "accounts.txt").read_text(encoding="utf-8").splitlines()

    files = f"{example_folder / 'statement.csv'} or {example_folder / 'statement.xml'}"
    assert told[-1] == f"bank statement of the month: {files}"


def test_one_application_is_under_notice_and_one_ready_for_the_council(example: Example) -> None:
    rows = Application.objects.order_by("state")

    assert [(row.state, row.name.zh, str(row.notice_until)) for row in rows] == [
        (ApplicationState.NOTICE, "晋东市启明新能源汽车销售有限公司", "2026-12-21"),
        (ApplicationState.READY, "晋东市安途汽车租赁有限公司", "2026-11-22"),
    ]


def test_applicants_have_codes_of_no_real_region_and_of_no_member() -> None:
    codes = [row["told"]["registration_code"] for row in read_json("office.json")["applications"]]

    assert [registration_code.check(code) for code in codes] == codes
    assert {code[2:6] for code in codes} == {"4807"}


def test_letters_and_a_request_wait_for_the_secretariat(example: Example) -> None:
    mailing, request = Mailing.objects.get(), ChangeRequest.objects.get()

    assert (mailing.state, mailing.letters.count()) == (MailingState.DRAFT, 11)
    assert not Letter.objects.exclude(state=LetterState.WAITING).exists()
    assert (request.state, request.firm.membership.number, sorted(request.wanted)) == (
        RequestState.OPEN,
        "JD0055",
        ["address", "size"],
    )


def test_firms_have_contacts_and_tags(example: Example) -> None:
    assert Contact.objects.count() == 7
    assert {tag.name: tag.firms.count() for tag in Tag.objects.all()} == {
        "新能源": 11,
        "文化节参展": 7,
        "机动车检测": 7,
    }


def test_papers_are_left_to_a_job_which_makes_them_once(example: Example) -> None:
    job = Job.objects.get(task=papers.JOB)
    assert (Certificate.objects.count(), AnnualStatement.objects.count()) == (0, 0)

    for _time in range(2):
        papers.make_papers(at=timezone.now(), **job.arguments)

    told = AnnualStatement.objects.get()
    issued = Certificate.objects.order_by("membership__number")
    assert [row.membership.number for row in issued] == ["JD0001", "JD0002", "JD0055"]
    assert {key: told.figures[key] for key in ("year", "income_sum", "expense_sum", "result")} == {
        "year": 2025,
        "income_sum": "184000",
        "expense_sum": "126650",
        "result": "57350",
    }
    assert (told.figures["held_before"], told.figures["open_before"]) == ("96480", "800")


def test_second_load_is_refused_and_changes_nothing(example: Example, tmp_path: Path) -> None:
    before = Entry.objects.count()

    with pytest.raises(ExampleRefused):
        load_example(day=MEETING, folder=tmp_path, at=timezone.now())

    assert (Entry.objects.count(), list(tmp_path.iterdir())) == (before, [])
