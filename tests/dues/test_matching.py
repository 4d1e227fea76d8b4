"""Whose a payment is, by its text, account, payer's name and amount, and what contradicts."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from dues.domain import paying
from dues.domain.matching.fitting import Fit, Open, fit
from dues.domain.matching.names import core_of
from dues.domain.matching.reasons import AGAINST, FOR, in_words
from dues.domain.matching.scoring import AMOUNTS, LESS, WEIGHTS
from dues.domain.matching.signs import Shapes, is_reference, references_in
from dues.enums import InvoiceKind
from dues.models import Invoice, PayerAccount
from members.domain.register import change_standing
from members.enums import StandingStatus
from members.models import Firm
from records.fields import Translated
from tests.factories.dues import AT, make_payment
from tests.factories.firms import make_merge
from tests.factories.members import make_membership, make_person, make_representative
from tests.factories.money import TONGDA, YUEFENG, bill, codes, proposals_of

pytestmark = pytest.mark.django_db
DAY = date(2027, 4, 1)


def open_(*lefts: int) -> list[Open]:
    firm = Open.__name__
    return [Open(n, f"N{n}", firm, Decimal(left), DAY, "CNY") for n, left in enumerate(lefts)]


@pytest.mark.parametrize(
    ("amount", "lefts", "named", "way", "parts"),
    [
        (1000, (1000,), (), "exact", {0: 1000}),
        (1000, (800, 1000), (), "exact", {1: 1000}),
        (1000, (1000, 1000), (), "several", {0: 1000}),
        (2500, (1000, 1500), (), "all", {0: 1000, 1: 1500}),
        (2500, (1000, 1500, 700), (), "sum", {0: 1000, 1: 1500}),
        (1700, (1000, 1500, 700), (0,), "sum", {0: 1000, 2: 700}),
        (1000, (1000, 1000), (1,), "exact", {1: 1000}),
        (3000, (1000,), (), "multiple", {0: 1000}),
        (1200, (1000,), (), "over", {0: 1000}),
        (600, (1000, 900), (), "part", {0: 600}),
        (1200, (1000, 900), (1,), "part", {1: 900, 0: 300}),
        (500, (), (), "nothing", {}),
    ],
)
def test_amount_falls_on_open_invoices(amount, lefts, named, way, parts):
    found = fit(Decimal(amount), open_(*lefts), frozenset(named))

    expected = tuple((pk, Decimal(part)) for pk, part in parts.items())
    assert found == Fit(way, expected, 3 if way == "multiple" else 1)


def test_every_reason_and_weight_has_its_sentence():
    assert {*WEIGHTS, *AMOUNTS} | set(LESS) == {*FOR, *AGAINST}


@pytest.mark.parametrize(
    "text",
    [
        "RF712027000001",
        "会费RF71 2027 0000 01谢谢",
        "rf71-2027-000001",
        "ＲＦ７１２０２７０００００１",
        "2027年会费 RF71 2027000001 2027",
    ],
)
def test_reference_is_found_however_it_is_written(text):
    assert "RF712027000001" in set(references_in(text))


def test_reference_with_one_wrong_digit_does_not_hold():
    from dues.domain.references import payment_reference

    right = payment_reference("2027000001")
    assert is_reference(right)
    assert not is_reference(right[:-1] + "2")
    assert not is_reference(right[:5] + right[6] + right[5] + right[7:])


def test_numbers_are_found_by_their_shapes():
    shapes = Shapes(["2027-00012", "会费通知〔2027〕12号", "JD0007", "15"])

    assert shapes.find("付 会费通知[2027]12号") == {"会费通知(2027)12号"}
    assert shapes.find("jd0007 2027-00012") >= {"JD0007", "2027-00012"}
    assert shapes.find("jd 0007, 2027 -00012") >= {"JD0007", "2027-00012"}
    assert shapes.find("12027-000129") == {"12027-000129"}
    assert shapes.find("共15辆") == set()
    assert shapes.find("会员号15") == {"15"}


@pytest.mark.parametrize(
    "name",
    ["晋东市岳峰汽车（集团）有限公司", "岳峰汽车有限公司", "晋东岳峰汽车　有限责任公司"],
)
def test_name_is_known_without_place_and_legal_form(name):
    assert core_of(name, ("晋东", "Jindong")) == "岳峰汽车"


def test_reference_and_amount_are_certain():
    invoice, _other = bill(YUEFENG, TONGDA)

    (found,) = proposals_of(1000, payer="张三", text=f"会费 {invoice.reference}")

    assert (found.firm, found.parts) == (invoice.firm_id, ((invoice.pk, Decimal(1000)),))
    assert (codes(found), found.certain) == (["reference", "exact"], True)


def test_reference_of_one_firm_and_name_of_another_contradict():
    invoice, other = bill(YUEFENG, TONGDA)

    first, second = proposals_of(1000, payer=TONGDA, text=invoice.reference)

    assert (first.firm, second.firm) == (invoice.firm_id, other.firm_id)
    assert (codes(first), codes(second)) == (
        ["reference", "exact", "other_firm"],
        ["name", "exact", "other_firm"],
    )
    assert (first.certain, second.certain) == (False, False)
    assert first.score < 75
    with translation.override("en"):
        assert in_words(first.reasons)[2] == (f"Other signs point to {TONGDA}.", False)


def test_two_firms_of_one_name_are_both_proposed_and_neither_is_certain():
    bill(YUEFENG, f"{YUEFENG}　")

    found = proposals_of(1000, payer=YUEFENG)

    assert [(codes(p), p.certain) for p in found] == [(["name", "exact", "name_twice"], False)] * 2


def test_amount_that_is_larger_lowers_the_score_and_is_said():
    invoice, _other = bill(YUEFENG, TONGDA)

    (exact,) = proposals_of(1000, text=invoice.reference)
    (over,) = proposals_of(1200, text=invoice.reference)

    assert (codes(over), over.certain) == (["reference", "over"], False)
    assert over.score == exact.score - AMOUNTS["exact"] + AMOUNTS["over"]
    assert over.parts == ((invoice.pk, Decimal(1000)),)


def test_reference_with_a_typo_is_said_and_the_name_proposes():
    invoice, _other = bill(YUEFENG, TONGDA)
    wrong = invoice.reference[:-1] + ("0" if invoice.reference[-1] != "0" else "9")

    (found,) = proposals_of(1000, payer=YUEFENG, text=wrong)

    assert found.firm == invoice.firm_id
    assert (codes(found), found.certain) == (["name", "exact", "reference_wrong"], False)


def test_known_account_and_the_exact_amount_are_certain():
    invoice, _other = bill(YUEFENG, TONGDA)
    PayerAccount.objects.create(number="62170001", firm=invoice.firm, learnt_at=AT)

    (found,) = proposals_of(1000, account="6217 0001", payer="李四")
    (part,) = proposals_of(900, account="62170001")

    assert (codes(found), found.certain) == (["account", "exact"], True)
    assert (codes(part), part.certain) == (["account", "part"], False)


def test_account_of_two_firms_is_not_certain():
    invoices = bill(YUEFENG, TONGDA)
    for invoice in invoices:
        PayerAccount.objects.create(number="62170001", firm=invoice.firm, learnt_at=AT)

    found = proposals_of(1000, account="62170001")

    assert [codes(p) for p in found] == [["account_shared", "exact"]] * 2
    assert not any(p.certain for p in found)


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        ({"payer": "岳峰汽车（集团）公司"}, "name"),
        ({"payer": YUEFENG[:-2]}, "name_cut"),
        ({"payer": "晋东市岳峰汽东集团有限公司"}, ""),
        ({"payer": "晋东市通达汽车修理维修有限公司"}, "name_alike"),
        ({"text": "代岳峰汽车交会费"}, "name_in_text"),
        ({"text": "会员JD0001会费"}, "member_number"),
        ({"payer": "武国栋"}, "legal_representative"),
        ({"payer": "丁  一"}, "representative"),
    ],
)
def test_sign_of_a_firm(said, sign):
    first, _second = bill(YUEFENG, TONGDA)
    Firm.objects.filter(pk=first.firm_id).update(legal_representative="武国栋")
    make_representative(firm=first.firm, person=make_person(zh="丁一"))

    found = proposals_of(1000, **said)

    assert [codes(p)[0] for p in found] == ([sign] if sign else [])


def test_credit_code_and_invoice_number_in_the_text():
    invoice, _other = bill(YUEFENG, TONGDA)

    (found,) = proposals_of(1000, text=f"{invoice.firm.registration_code} {invoice.number}")

    assert codes(found) == ["invoice_number", "code", "exact"]


def test_payment_of_a_firm_that_has_left_is_proposed_and_said():
    invoice, _other = bill(YUEFENG, TONGDA)
    change_standing(
        membership=invoice.firm.membership,
        status=StandingStatus.RESIGNED,
        from_on=date(2027, 2, 1),
        reason=Translated(zh="退会", en="Withdrew"),
        source="Letter",
        by=None,
        at=AT,
    )

    (found,) = proposals_of(1000, text=invoice.reference)

    assert (codes(found), found.certain) == (["reference", "exact", "left"], False)


def test_second_payment_for_an_invoice_is_said_to_be_paid():
    invoice, _other = bill(YUEFENG, TONGDA)
    paying.assign_payment(payment=make_payment(1000), firm=invoice.firm, by=None, at=AT)

    (found,) = proposals_of(1000, text=invoice.reference)

    assert (codes(found), found.parts, found.certain) == (
        ["reference", "nothing", "paid"],
        (),
        False,
    )


def test_invoice_in_another_currency_is_not_paid():
    invoice, _other = bill(YUEFENG, TONGDA)
    foreign = Invoice.objects.create(
        number="F-1",
        reference="RF00F1",
        kind=InvoiceKind.DUES,
        firm=invoice.firm,
        issued_on=DAY,
        due_on=DAY,
        currency="EUR",
        amount=1000,
        recorded_at=AT,
    )
    make_membership()

    (found,) = proposals_of(500, text="F-1")

    assert foreign.firm_id == found.firm
    assert codes(found) == ["invoice_number", "part", "paid"]


def test_unknown_payer_has_no_proposal():
    bill(YUEFENG, TONGDA)

    assert proposals_of(1000, payer="百川商贸有限公司", text="货款") == []


def test_amount_alone_proposes_only_the_one_firm_that_owes_it():
    bill(YUEFENG)

    (found,) = proposals_of(1000, payer="王五")

    assert codes(found) == ["amount_only", "exact"]
    assert found.score == 40


def test_name_code_and_number_of_an_entry_that_goes_on_as_another_are_that_ones():
    (kept,) = bill(YUEFENG)
    merged = make_membership(zh=TONGDA, number="JD0002").firm
    make_merge(kept.firm, merged)

    found = [
        proposals_of(1000, payer=TONGDA),
        proposals_of(1000, text=merged.registration_code),
        proposals_of(1000, text="JD0002"),
    ]

    assert [[(p.firm, codes(p)[0]) for p in row] for row in found] == [
        [(kept.firm_id, "name")],
        [(kept.firm_id, "code")],
        [(kept.firm_id, "member_number")],
    ]
