"""Money that waits is assigned, booked otherwise or set aside, and each is undone again."""

from datetime import date
from decimal import Decimal

import pytest

from dues.domain import paying
from dues.domain.balances import advances, balance_of, invoice_balances, unassigned
from dues.domain.posting import verify_books
from dues.domain.receiving import outgoing, resolving
from dues.enums import AccountRole, EntryKind, LineState
from dues.errors import (
    LineSettled,
    NotAnAccountForThis,
    NothingLeft,
    ReasonMissing,
    RefundDiffers,
)
from dues.models import Account, Entry, Invoice, PayerAccount, Payment
from tests.factories.dues import pay
from tests.factories.money import (
    AT,
    TONGDA,
    YUEFENG,
    bill,
    make_line,
    payment_of,
    read_lines,
    row_of,
)

pytestmark = pytest.mark.django_db
ON = date(2027, 3, 2)
WHO = {"by": None, "at": AT}


def account(role: AccountRole) -> Account:
    return Account.objects.filter(role=role).first()


def accept(line, invoice, **parts):
    return resolving.accept_payment(payment=payment_of(line), firm=invoice.firm, **parts, **WHO)


def undo(payment, reason="Wrong firm"):
    return resolving.undo_payment(payment=payment, on=ON, reason=reason, **WHO)


def test_accepted_payment_pays_and_teaches_the_account():
    invoice, _other = bill(YUEFENG, TONGDA)
    line = make_line(1000, payer="武国栋", account="6217 0001")
    read_lines(line)

    accept(line, invoice)
    again = accept(line, invoice)

    assert again == []
    assert invoice.pk not in invoice_balances()
    assert row_of(line).state == LineState.ASSIGNED
    assert list(PayerAccount.objects.values_list("number", "firm")) == [
        ("62170001", invoice.firm_id)
    ]


def test_overpayment_is_split_and_the_rest_kept_as_advance():
    invoice, _other = bill(YUEFENG, TONGDA)
    line = make_line(1500, payer="武国栋")
    read_lines(line)

    with pytest.raises(NothingLeft):
        accept(line, invoice, parts={invoice: Decimal(1200)})
    accept(line, invoice, parts={invoice: Decimal(1000)})

    assert invoice.pk not in invoice_balances()
    assert advances() == {invoice.firm_id: Decimal(500)}


def test_two_payments_make_up_one_invoice():
    invoice, _other = bill(YUEFENG, TONGDA)
    lines = [make_line(400, payer="一"), make_line(600, payer="二")]
    read_lines(*lines)

    for line in lines:
        accept(line, invoice)

    assert invoice.pk not in invoice_balances()
    assert advances() == {}


def test_proposals_of_a_score_are_accepted_at_once():
    first, second = bill(YUEFENG, TONGDA)
    lines = [
        make_line(1000, payer=YUEFENG),
        make_line(1000, payer=TONGDA),
        make_line(1000, payer=f"{TONGDA} "),
        make_line(70, payer="无名"),
    ]
    read_lines(*lines, apply_certain=False)

    accepted = resolving.accept_proposals(payments=list(resolving.waiting()), least=70, **WHO)

    # The third would pay an invoice that the second has paid: it scores less by then.
    assert accepted == 2
    assert invoice_balances() == {}
    assert {payment.firm_id for payment in Payment.objects.exclude(firm=None)} == {
        first.firm_id,
        second.firm_id,
    }
    assert resolving.waiting().count() == 2


def test_proposals_are_looked_at_again():
    bill(YUEFENG)
    line = make_line(1000, payer="百川商贸")
    read_lines(line)
    assert [p["reasons"][0][0] for p in row_of(line).proposals] == ["amount_only"]
    invoice = bill_paid()

    changed = resolving.propose_again(at=AT)

    assert (changed, row_of(line).proposals) == (1, [])
    assert invoice.pk not in invoice_balances()


def bill_paid():
    invoice = Invoice.objects.get()
    pay(invoice)
    return invoice


def test_released_payment_waits_again_and_its_account_is_forgotten():
    invoice, _other = bill(YUEFENG, TONGDA)
    line = make_line(1000, payer="武国栋", account="62170001")
    read_lines(line)
    accept(line, invoice)

    undo(payment_of(line))

    assert invoice_balances()[invoice.pk] == Decimal(1000)
    assert unassigned() == {payment_of(line).pk: Decimal(1000)}
    assert row_of(line).state == LineState.OPEN
    assert PayerAccount.objects.count() == 0
    assert list(resolving.waiting()) == [payment_of(line)]
    assert undo(payment_of(line)) == []


def test_undoing_needs_a_reason():
    bill(YUEFENG, TONGDA)
    line = make_line(1000, payer="武国栋")
    read_lines(line)

    with pytest.raises(ReasonMissing):
        undo(payment_of(line), reason=" ")


@pytest.mark.parametrize("role", [AccountRole.OTHER_INCOME, AccountRole.EXPENSE])
def test_money_that_is_no_dues_is_booked_and_unbooked(role):
    bill(YUEFENG, TONGDA)
    line = make_line(88, payer="晋东市商业银行", text="利息")
    read_lines(line)
    payment = payment_of(line)

    resolving.book_payment(payment=payment, account=account(role), text="Interest", **WHO)

    assert balance_of(role) == Decimal(-88)
    assert balance_of(AccountRole.UNASSIGNED) == 0
    assert (row_of(line).state, row_of(line).note) == (LineState.BOOKED, "Interest")
    assert resolving.book_payment(payment=payment, account=account(role), text="", **WHO) == []
    with pytest.raises(LineSettled):
        accept(line, bill_of(YUEFENG))

    undo(payment)

    assert balance_of(role) == 0
    assert list(resolving.waiting()) == [payment]


def bill_of(name):
    return Invoice.objects.get(firm__name__zh=name)


def test_money_is_not_booked_to_an_account_of_another_kind():
    bill(YUEFENG, TONGDA)
    line = make_line(88)
    read_lines(line)

    with pytest.raises(NotAnAccountForThis):
        resolving.book_payment(
            payment=payment_of(line), account=account(AccountRole.INCOME), text="", **WHO
        )


def test_payment_set_aside_is_brought_back_and_set_aside_again():
    bill(YUEFENG, TONGDA)
    line = make_line(5000, text="内部转账")
    read_lines(line)
    payment = payment_of(line)

    for _twice in range(2):
        resolving.set_aside_payment(payment=payment, on=ON, reason="Own account", **WHO)
        assert balance_of(AccountRole.BANK) == 0
        assert (row_of(line).state, row_of(line).note) == (LineState.IGNORED, "Own account")
        assert not resolving.waiting().exists()

        undo(payment)
        assert balance_of(AccountRole.BANK) == Decimal(5000)
        assert list(resolving.waiting()) == [payment]
    assert verify_books() == Entry.objects.count()


def test_expense_of_a_statement_is_booked_and_undone():
    bill(YUEFENG, TONGDA)
    line = make_line(-25, payer="晋东市商业银行", text="手续费")
    read_lines(line)
    row = row_of(line)

    outgoing.book_line(line=row, account=account(AccountRole.EXPENSE), text="Fees", **WHO)

    assert balance_of(AccountRole.EXPENSE) == Decimal(25)
    assert row_of(line).entry.kind == EntryKind.EXPENSE
    with pytest.raises(LineSettled):
        outgoing.set_aside_line(line=row, reason="x", **WHO)

    outgoing.undo_line(line=row, on=ON, reason="Wrong", **WHO)

    assert balance_of(AccountRole.EXPENSE) == 0
    assert (row_of(line).state, row_of(line).entry) == (LineState.OPEN, None)


def test_refund_of_an_advance_is_the_movement_of_a_statement():
    invoice, _other = bill(YUEFENG, TONGDA)
    paid, back = make_line(1500, payer=YUEFENG), make_line(-500, payer=YUEFENG)
    read_lines(paid, back)
    accept(paid, invoice)

    entry = outgoing.refund_line(line=row_of(back), firm=invoice.firm, text="", **WHO)

    assert advances() == {}
    assert (entry.kind, row_of(back).entry, row_of(back).state) == (
        EntryKind.REFUND,
        entry,
        LineState.BOOKED,
    )


def test_refund_booked_by_hand_is_met_by_its_movement():
    invoice, _other = bill(YUEFENG, TONGDA)
    paid, back, other = make_line(1500), make_line(-500, payer="甲"), make_line(-400, payer="乙")
    read_lines(paid, back, other)
    accept(paid, invoice)
    entry = paying.refund(
        firm=invoice.firm,
        amount=Decimal(500),
        account=row_of(back).account,
        on=ON,
        text="",
        **WHO,
    )
    before = Entry.objects.count()

    with pytest.raises(RefundDiffers):
        outgoing.link_refund(line=row_of(other), entry=entry, **WHO)
    outgoing.link_refund(line=row_of(back), entry=entry, **WHO)

    assert (row_of(back).entry, Entry.objects.count()) == (entry, before)
    assert not outgoing.refunds_without_line(row_of(back)).exists()


def test_payment_of_nobody_known_is_sent_back_and_that_is_undone():
    bill(YUEFENG, TONGDA)
    paid, back = make_line(700, payer="无名"), make_line(-700, payer="无名")
    read_lines(paid, back)

    outgoing.send_back(line=row_of(back), payment=payment_of(paid), text="", **WHO)

    assert balance_of(AccountRole.UNASSIGNED) == 0
    assert {row_of(paid).state, row_of(back).state} == {LineState.BOOKED}

    undo(payment_of(paid))

    assert balance_of(AccountRole.UNASSIGNED) == Decimal(-700)
    assert {row_of(paid).state, row_of(back).state} == {LineState.OPEN}
