"""Mailings: one letter a firm, looked at as a draft, released once by a person."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.domain.letters import mailings
from members.domain.letters.letter_fields import fill
from members.enums import ContactPurpose, LetterPurpose, MailingState, Reach
from members.errors import (
    BraceUnpaired,
    FieldUnknown,
    LettersWithoutAddress,
    LetterTextMissing,
    MailingIsDiscarded,
    MailingIsReleased,
    MailingWithoutFirms,
)
from members.models import Firm, Letter, Mailing
from records.domain import documents, log
from records.fields import Translated
from records.models import Job, LogEntry
from tests.factories.mailings import BODY, SUBJECT, make_mailing, make_reachable_firm
from tests.factories.members import (
    AT,
    make_class,
    make_firm,
    make_membership,
    make_person,
    make_representative,
    make_secretary,
)

pytestmark = pytest.mark.django_db


def release(mailing, by=None):
    return mailings.release_mailing(mailing=mailing, by=by, at=AT)


def events():
    return list(LogEntry.objects.filter(event__contains="mailing").values_list("event", flat=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{firm}", "A & B"),
        ("{{firm}}", "{firm}"),
        ("{{{firm}}}", "{A & B}"),
        ("100 %(x)s {number}", "100 %(x)s {firm}"),
        ("", ""),
    ],
)
def test_fields_are_filled_once(text, expected):
    values = {"firm": Translated(zh="甲", en="A & B"), "number": "{firm}"}

    assert fill(text, values=values, language="en") == expected


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{firms}", FieldUnknown),
        ("{firm.objects}", BraceUnpaired),
        ("{firm!r}", BraceUnpaired),
        ("{0}", BraceUnpaired),
        ("{}", BraceUnpaired),
        ("{firm", BraceUnpaired),
        ("firm}", BraceUnpaired),
        ("{ firm }", BraceUnpaired),
        ("{firm}}}}", BraceUnpaired),
    ],
)
def test_field_that_is_none_is_refused(text, error):
    with pytest.raises(error):
        fill(text, values={"firm": "A"}, language="en")


def test_unknown_field_is_named_with_the_known_ones():
    with pytest.raises(FieldUnknown) as refused:
        fill("Pay {amuont}", values={"firm": "", "amount": ""}, language="en")

    assert refused.value.context == {"name": "{amuont}", "known": "{amount}, {firm}"}


def test_draft_writes_one_letter_a_firm_in_both_languages():
    first = make_reachable_firm(zh="甲厂", en="First", number="A1", email="a@firm.example")
    second = make_reachable_firm(zh="乙厂", en="Second", number="B1", email="b@firm.example")

    mailing = make_mailing(second, first, first)

    found = [
        (row.firm, row.channel, row.address, row.subject, row.body, row.state)
        for row in mailing.letters.all()
    ]
    assert found == [
        (
            first,
            "mail",
            "a@firm.example",
            {"zh": "致甲厂", "en": "To First"},
            {"zh": "会员编号：A1。", "en": "Your number: A1."},
            "waiting",
        ),
        (
            second,
            "mail",
            "b@firm.example",
            {"zh": "致乙厂", "en": "To Second"},
            {"zh": "会员编号：B1。", "en": "Your number: B1."},
            "waiting",
        ),
    ]
    assert (mailing.state, Job.objects.count(), events()) == ("draft", 0, ["mailing_drafted"])


def test_every_standard_field_is_filled():
    membership = make_membership(
        en="First", number="A1", member_class=make_class(en="Ordinary unit")
    )
    person = make_person(en="Ding Yi", email="ding@firm.example")
    make_representative(firm=membership.firm, person=person)
    text = "{firm}|{number}|{salutation}|{representative}|{class}|{joined_on}|{association}|{day}"

    mailing = make_mailing(membership.firm, subject=Translated(en="A"), body=Translated(en=text))

    letter = mailing.letters.get()
    assert letter.body == {
        "en": "First|A1|Dear Ding Yi,|Ding Yi|Ordinary unit|1 January 2021||18 December 2026"
    }
    assert (letter.person, letter.addressee) == (person, str(person.name))


def test_fields_of_the_caller_are_filled_and_kept_when_the_text_changes():
    firm = make_reachable_firm(email="a@firm.example")
    mailing = make_mailing(
        firm,
        purpose=LetterPurpose.REMINDER,
        body=Translated(zh="应缴{amount}", en="Due: {amount}"),
        fields={firm.pk: {"amount": Translated(zh="100元", en="CNY 100"), "reference": "R1"}},
    )
    assert mailing.letters.get().body == {"zh": "应缴100元", "en": "Due: CNY 100"}

    mailings.edit_mailing(
        mailing=mailing,
        title="Again",
        subject=Translated(en="S"),
        body=Translated(en="{reference}: {amount}"),
        languages=["en"],
        reach=["firm"],
        by=None,
        at=AT,
    )

    letter = mailing.letters.get()
    assert (letter.subject, letter.body) == ({"en": "S"}, {"en": "R1: CNY 100"})


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"body": Translated(zh="甲", en="")}, LetterTextMissing),
        ({"subject": Translated(zh="甲", en=" ")}, LetterTextMissing),
        ({"subject": Translated(), "body": Translated()}, LetterTextMissing),
        ({"subject": Translated(zh="甲"), "body": Translated(en="A")}, LetterTextMissing),
        ({"body": Translated(zh="甲", en="{amount}")}, FieldUnknown),
        ({"body": Translated(zh="甲", en="{")}, BraceUnpaired),
    ],
)
def test_draft_with_a_faulty_text_is_refused_whole(facts, error):
    firm = make_firm()

    with pytest.raises(error):
        make_mailing(firm, **facts)

    assert Mailing.objects.count() == 0


def test_one_language_alone_can_be_wanted():
    mailing = make_mailing(languages=["zh"], body=Translated(zh="甲"))

    assert (mailing.languages, set(mailing.letters.get().body)) == (["zh"], {"zh"})


def test_draft_without_firms_is_refused():
    with pytest.raises(MailingWithoutFirms):
        mailings.draft_mailing(
            title="A", purpose="general", subject=SUBJECT, body=BODY, firms=[], by=None, at=AT
        )


def test_address_is_looked_for_in_the_order_wanted():
    firm = make_reachable_firm(email="office@firm.example")
    firm.contacts.create(purpose=ContactPurpose.DUES, name="Bo", email="books@firm.example")
    firm.contacts.create(purpose=ContactPurpose.DUES, name="Al", email="")
    person = make_person(email="ding@firm.example")
    make_representative(firm=firm, person=person)

    def found(*reach):
        letter = make_mailing(firm, reach=reach).letters.get()
        return letter.address, letter.addressee, letter.person

    assert found(Reach.DUES, Reach.FIRM) == ("books@firm.example", "Bo", None)
    assert found(Reach.PRESS, Reach.FIRM) == ("office@firm.example", "", None)
    assert found(Reach.REPRESENTATIVE) == ("ding@firm.example", str(person.name), person)
    reminder = make_mailing(firm, purpose=LetterPurpose.REMINDER).letters.get()
    assert reminder.address == "books@firm.example"


def test_firm_without_mail_gets_paper_and_one_without_any_address_is_a_fault():
    paper = make_reachable_firm(number="A1", address="晋东市中环路1号")
    nowhere = make_reachable_firm(number="A2")
    wanted = make_reachable_firm(number="A3", email="a@firm.example", address="Ring Road 3")
    wanted.postal_address = " PO Box 3 \n\n 030000 Jindong "
    wanted.save(update_fields=["postal_address"])

    by_mail = make_mailing(paper, nowhere, wanted)
    on_paper = make_mailing(wanted, reach=[])

    assert list(by_mail.letters.values_list("firm", "channel", "address")) == [
        (paper.pk, "letter", "晋东市中环路1号"),
        (nowhere.pk, "letter", ""),
        (wanted.pk, "mail", "a@firm.example"),
    ]
    assert on_paper.letters.get().address == "PO Box 3\n030000 Jindong"


@pytest.mark.parametrize(
    "address", ["a@firm.example\nBcc: b@firm.example", "a b@c", "a@b\r\n", "a"]
)
def test_address_that_could_add_a_header_is_none(address):
    firm = make_reachable_firm(email=address, address="Ring Road 1")

    assert make_mailing(firm).letters.get().channel == "letter"


def test_name_with_a_line_break_makes_no_second_header():
    firm = make_reachable_firm(zh="甲", en="First\r\nBcc: b@firm.example", email="a@firm.example")

    assert make_mailing(firm).letters.get().subject.en == "To First Bcc: b@firm.example"


def test_reading_addresses_again_mends_a_fault_and_writes_nothing_else():
    firm, other = make_reachable_firm(), make_reachable_firm(email="b@firm.example")
    mailing = make_mailing(firm, other)
    with pytest.raises(LettersWithoutAddress):
        release(mailing)
    firm.email = "a@firm.example"
    firm.save(update_fields=["email"])

    mailings.read_addresses_again(mailing=mailing, by=None, at=AT)
    mailings.read_addresses_again(mailing=mailing, by=None, at=AT)

    assert mailing.letters.get(firm=firm).address == "a@firm.example"
    edited = LogEntry.objects.get(event="mailing_edited")
    assert edited.payload == {"mailing": str(mailing.pk), "changed": [], "letters": 1}


def test_firms_are_taken_out_one_by_one_or_all_without_an_address():
    firms = [make_reachable_firm(email="a@firm.example"), make_reachable_firm()]
    firms += [make_reachable_firm(), make_reachable_firm(email="b@firm.example")]
    mailing = make_mailing(*firms)
    letter = mailing.letters.get(firm=firms[0])

    mailings.drop_letter(letter=letter, by=None, at=AT)
    mailings.drop_letter(letter=letter, by=None, at=AT)
    out = mailings.drop_letters_without_address(mailing=mailing, by=None, at=AT)

    assert (out, mailing.letters.get().firm) == (2, firms[3])


def test_release_promises_the_sending_once_and_logs_a_digest():
    secretary = make_secretary()
    mailing = make_mailing()

    released = release(mailing, by=secretary)
    again = mailings.release_mailing(mailing=mailing, by=None, at=AT)

    assert (released.state, again.released_by) == (MailingState.RELEASED, secretary)
    assert Job.objects.get().arguments == {"mailing_id": str(mailing.pk)}
    assert LogEntry.objects.get(event="mailing_released").payload == {
        "mailing": str(mailing.pk),
        "letters": 1,
        "digest": mailings.digest_of(list(mailing.letters.all())),
    }
    log.verify(stream="register")


def edit(mailing):
    mailings.edit_mailing(
        mailing=mailing,
        title="B",
        subject=SUBJECT,
        body=BODY,
        languages=[],
        reach=[],
        by=None,
        at=AT,
    )


ACTS = {
    "edit": edit,
    "drop": lambda mailing: mailings.drop_letter(letter=mailing.letters.get(), by=None, at=AT),
    "discard": lambda mailing: mailings.discard_mailing(mailing=mailing, by=None, at=AT),
    "release": release,
}
# Act → its answer for a draft, a released and a discarded mailing.
ANSWERS = {
    "edit": (None, MailingIsReleased, MailingIsDiscarded),
    "drop": (None, MailingIsReleased, MailingIsDiscarded),
    "discard": (None, MailingIsReleased, None),
    "release": (None, None, MailingIsDiscarded),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", ["draft", "released", "discarded"])
def test_act_by_state(act, state):
    mailing = make_mailing()
    Mailing.objects.filter(pk=mailing.pk).update(state=state)
    expected = ANSWERS[act][["draft", "released", "discarded"].index(state)]

    if expected is None:
        ACTS[act](mailing)
    else:
        with pytest.raises(expected):
            ACTS[act](mailing)


def test_number_of_queries_does_not_grow_with_the_firms():
    def queries(count):
        firms = [make_representative().firm for _each in range(count)]
        for firm in firms:
            firm.contacts.create(purpose="dues", name="A", email="")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            mailing = make_mailing(*firms, reach=["dues", "representative"])
        with CaptureQueriesContext(connection) as released:
            release(mailing)
        return len(captured), len(released)

    release(make_mailing())  # the first job and stream make rows of their own

    assert queries(2) == queries(12)


def test_two_thousand_firms_are_drafted_and_released():
    firms = Firm.objects.bulk_create(
        Firm(registration_code=f"{n:018d}", name={"zh": f"厂{n}"}, email=f"f{n}@firm.example")
        for n in range(2000)
    )

    mailing = release(make_mailing(*firms))

    assert mailing.letters.filter(channel="mail", body__zh="会员编号：。").count() == 2000


def test_attachment_goes_with_the_letter_of_its_firm():
    firm, other = make_reachable_firm(), make_reachable_firm()
    paper = documents.store(content=b"%PDF-1", name="a.pdf", media_type="application/pdf", at=AT)

    mailing = make_mailing(firm, other, attachments={firm.pk: paper})

    assert dict(mailing.letters.values_list("firm", "attachment")) == {
        firm.pk: paper.pk,
        other.pk: None,
    }


@pytest.mark.django_db(transaction=True)
def test_released_and_discarded_at_once_is_one_of_both():
    mailing = make_mailing()
    start, refused = threading.Barrier(2), []

    def press(act):
        try:
            start.wait()
            act(mailing)
        except (MailingIsReleased, MailingIsDiscarded) as error:
            refused.append(type(error))
        finally:
            connection.close()

    people = [threading.Thread(target=press, args=[ACTS[act]]) for act in ("release", "discard")]
    for person in people:
        person.start()
    for person in people:
        person.join()

    state = Mailing.objects.get().state
    assert refused == [MailingIsReleased if state == "released" else MailingIsDiscarded]
    assert Job.objects.count() == (1 if state == "released" else 0)
    assert Letter.objects.count() == 1
