"""Codes that reach their voters otherwise than by letter: made and mailed by the server, or by the
authority's own mail program or a delivery service."""

from __future__ import annotations

import csv
import email
import io
import json
import re
from collections.abc import Callable
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from elections.crypto import credentials
from elections.crypto.encoding import dump
from elections.domain import ceremony as keys
from elections.domain.annulment import annul_election
from elections.domain.mailed_codes import mail_codes
from elections.domain.spare_lists import SPARE
from elections.enums import Channel, ElectionState, VotersBy
from elections.errors import (
    CodesNotMailed,
    MailServerAway,
    MailWouldBeKept,
    NothingToMail,
    VotersWithoutAddress,
)
from elections.models import Election, SpareList
from records.models import LogEntry, OutgoingMail
from tests.factories.elections import AT, make_election, make_keys, make_roll, make_user, motion
from tests.factories.smtp import mail_server

LINK = "https://vote.example/elections/vote/"
CODE = re.compile(r"[1-9A-HJ-NP-Za-km-z]{5}(?:-[1-9A-HJ-NP-Za-km-z]{5,6}){3}")


def make_mailed(voters: int = 2) -> Election:
    """A box whose voters have addresses and get their codes from the server."""
    roll = make_roll(voters)
    for number, entry in enumerate(roll.entries.all()):
        assert entry.person
        entry.person.email = f"voter{number}@firm.example"
        entry.person.save(update_fields=["email"])
    election = make_election(motion(), on_roll=roll)
    assert election.ceremony
    make_keys(election.ceremony)
    keys.choose_voters_by(ceremony=election.ceremony, voters_by=VotersBy.MAILED, by=None, at=AT)
    return Election.objects.get(pk=election.pk)


def text_of(raw: bytes) -> str:
    return str(email.message_from_bytes(raw, policy=default).get_content())


@pytest.mark.django_db
def test_server_mails_each_voter_a_code_that_the_box_knows_and_keeps_none(settings: Any) -> None:
    election = make_mailed()
    with mail_server(settings) as post:
        mailed = mail_codes(ceremony=election.ceremony, link=LINK, by=None, at=AT)

    assert (mailed.sent, mailed.failed) == (2, ())
    assert sorted(address for address, _raw in post.taken) == [
        "voter0@firm.example",
        "voter1@firm.example",
    ]
    texts = [text_of(raw) for _address, raw in post.taken]
    codes = [CODE.findall(text)[0] for text in texts]
    for text, code in zip(texts, codes, strict=True):
        assert set(CODE.findall(text)) == {code}
        assert f"{LINK}#{code}" in text
        assert "投票码" in text
        assert "voting code" in text
    row = Election.objects.get(pk=election.pk)
    publics = {credentials.derive(code, row.code)[1] for code in codes}
    assert set(row.credentials.values_list("public", flat=True)) == publics
    assert row.state == ElectionState.READY
    assert not OutgoingMail.objects.exists()
    logged = dump([str(entry.payload) for entry in LogEntry.objects.all()])
    assert not any(code in logged for code in codes)


@pytest.mark.django_db
def test_pressed_again_it_mails_nothing_and_anew_it_replaces_all(settings: Any) -> None:
    election = make_mailed()
    with mail_server(settings) as post:
        mail_codes(ceremony=election.ceremony, link=LINK, by=None, at=AT)
        before = set(election.credentials.values_list("public", flat=True))
        with pytest.raises(NothingToMail):
            mail_codes(ceremony=election.ceremony, link=LINK, by=None, at=AT)
        assert set(election.credentials.values_list("public", flat=True)) == before
        mail_codes(ceremony=election.ceremony, link=LINK, by=None, at=AT, anew=True)
    assert len(post.taken) == 4
    assert before.isdisjoint(election.credentials.values_list("public", flat=True))


@pytest.mark.django_db
def test_one_code_serves_all_boxes_of_the_day(settings: Any) -> None:
    election = make_mailed()
    other = make_election(motion("Budget"), on_roll=election.roll, held=election.ceremony)
    with mail_server(settings) as post:
        mail_codes(ceremony=election.ceremony, link=LINK, by=None, at=AT)
    assert len(post.taken) == 2
    for _address, raw in post.taken:
        (code,) = set(CODE.findall(text_of(raw)))
        for box in (election, other):
            assert box.credentials.filter(public=credentials.derive(code, box.code)[1]).exists()


def knows(box: Election, code: str) -> bool:
    return box.credentials.filter(public=credentials.derive(code, box.code)[1]).exists()


@pytest.mark.django_db
def test_code_mailed_in_the_morning_serves_the_boxes_that_come_later(settings: Any) -> None:
    """Without anybody keeping it: a run-off finds its public codes made, and when they are used up
    new codes are mailed."""
    election = make_mailed()
    before = make_election(motion("Early"), on_roll=election.roll, held=election.ceremony)
    assert not before.credentials.exists()
    with mail_server(settings) as post:
        mail_codes(ceremony=election.ceremony, link=LINK, by=None, at=AT)
    codes = [set(CODE.findall(text_of(raw))).pop() for _address, raw in post.taken]
    for _round in range(SPARE):
        later = make_election(motion("Run-off"), on_roll=election.roll, held=election.ceremony)
        assert all(knows(later, code) for code in codes)
        assert later.state == ElectionState.READY
    assert not SpareList.objects.exists()
    last = make_election(motion("One more"), on_roll=election.roll, held=election.ceremony)
    assert not last.credentials.exists()
    with mail_server(settings) as post:
        mail_codes(ceremony=election.ceremony, link=LINK, by=None, at=AT)
    anew = [set(CODE.findall(text_of(raw))).pop() for _address, raw in post.taken]
    assert all(knows(last, code) for code in anew)
    assert not set(anew) & set(codes)
    assert SpareList.objects.count() == SPARE


@pytest.mark.django_db
def test_codes_made_anew_leave_none_of_the_old_ones_to_a_later_box(settings: Any) -> None:
    """Also of a roll whose box is over: a code that leaked serves nowhere."""
    election = make_mailed()
    council = make_election(motion("Council"), on_roll=make_roll(2), held=election.ceremony)
    for entry in council.roll.entries.all():
        entry.person.email = "council@firm.example"
        entry.person.save(update_fields=["email"])
    with mail_server(settings):
        mail_codes(ceremony=election.ceremony, link=LINK, by=None, at=AT)
    Election.objects.filter(pk=election.pk).update(state=ElectionState.PUBLISHED)
    with mail_server(settings):
        mail_codes(ceremony=election.ceremony, link=LINK, by=None, at=AT, anew=True)
    later = make_election(motion("Run-off"), on_roll=election.roll, held=election.ceremony)
    assert not later.credentials.exists()


@pytest.mark.django_db
def test_later_box_of_others_or_by_letter_gets_no_list_of_theirs(settings: Any) -> None:
    election = make_mailed()
    with mail_server(settings):
        mail_codes(ceremony=election.ceremony, link=LINK, by=None, at=AT)
    others = make_election(motion("Council"), on_roll=make_roll(2), held=election.ceremony)
    paper = make_election(
        motion("Paper"), on_roll=election.roll, held=election.ceremony, channel=Channel.PAPER
    )
    assert not others.credentials.exists()
    assert not paper.credentials.exists()
    keys.choose_voters_by(ceremony=election.ceremony, voters_by=VotersBy.LETTERS, by=None, at=AT)
    assert not SpareList.objects.exists()


@pytest.mark.django_db
def test_address_that_the_mail_server_refuses_is_told(settings: Any) -> None:
    election = make_mailed()
    refused = {"voter1@firm.example": "550 unknown here"}
    with mail_server(settings, refuses=refused):
        mailed = mail_codes(ceremony=election.ceremony, link=LINK, by=None, at=AT)
    assert election.roll
    names = [str(entry) for entry in election.roll.entries.all()]
    assert (mailed.sent, mailed.failed) == (1, (names[1],))


@pytest.mark.django_db
def test_nothing_is_made_where_a_code_would_be_kept_or_lost(settings: Any) -> None:
    election = make_mailed()

    def refuse(error: type[Exception]) -> None:
        with pytest.raises(error):
            mail_codes(ceremony=election.ceremony, link=LINK, by=None, at=AT)
        assert not election.credentials.exists()

    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"
    refuse(MailWouldBeKept)
    with mail_server(settings) as post:
        assert election.roll
        entry = election.roll.entries.all()[0]
        assert entry.person
        entry.person.email = ""
        entry.person.save(update_fields=["email"])
        refuse(VotersWithoutAddress)
        keys.choose_voters_by(
            ceremony=election.ceremony, voters_by=VotersBy.LETTERS, by=None, at=AT
        )
        refuse(CodesNotMailed)
    assert post.taken == []
    refuse(MailServerAway)  # it is gone now


@pytest.mark.django_db
@pytest.mark.parametrize("voters_by", [VotersBy.MAILED, VotersBy.LETTERS])
def test_authority_is_told_that_codes_serve_the_ballot_that_repeats_an_annulled_one(
    voters_by: VotersBy, client: Client
) -> None:
    election = make_mailed()
    held = election.ceremony
    assert held
    keys.choose_voters_by(ceremony=held, voters_by=voters_by, by=None, at=AT)
    client.force_login(make_user(person=held.authority))
    page = reverse("elections:codes", args=[held.pk])
    told = "serve the ballot that repeats it too"
    assert told not in client.get(page, headers={"accept-language": "en"}).content.decode()

    annul_election(election=election, reason="A list of codes leaked", names="Li", by=None, at=AT)

    assert told in client.get(page, headers={"accept-language": "en"}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_authority_hands_codes_to_a_mail_program_or_a_delivery_service(
    visit: Callable[..., Page], sent: list[str], tmp_path: Path
) -> None:
    election = make_mailed()
    held = election.ceremony
    assert held
    assert election.roll
    keys.choose_voters_by(ceremony=held, voters_by=VotersBy.LETTERS, by=None, at=AT)
    nameless = election.roll.entries.all()[1].person
    assert nameless
    nameless.email = ""
    nameless.save(update_fields=["email"])
    page = visit(f"/elections/codes/{held.pk}/", held.authority)
    page.get_by_role("button", name="Make 2 codes").click()
    with page.expect_download() as codes:
        page.get_by_role("button", name="Save the codes").click()
    codes.value.save_as(tmp_path / "codes.json")
    made = json.loads((tmp_path / "codes.json").read_text(encoding="utf-8"))["codes"]

    with page.expect_download() as table:
        page.get_by_role("button", name="Save a table for a delivery service").click()
    table.value.save_as(tmp_path / "codes.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "codes.csv").read_text("utf-8-sig"))))
    assert [row["code"] for row in rows] == [row["code"] for row in made]
    assert [row["email"] for row in rows] == ["voter0@firm.example", ""]
    assert all(row["link"].endswith(f"/elections/vote/#{row['code']}") for row in rows)

    page.get_by_text("Write the mails in my mail program").click()
    mail = page.locator("[data-mails] a")
    expect(mail).to_have_count(1)
    expect(page.get_by_text("no e-mail address on record")).to_be_visible()
    parts = urlsplit(mail.get_attribute("href") or "")
    assert unquote(parts.path) == "voter0@firm.example"
    assert made[0]["code"] in parse_qs(parts.query)["body"][0]
    assert not any(row["code"] in "".join(sent) for row in made)
