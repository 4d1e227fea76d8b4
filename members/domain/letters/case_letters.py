"""Letters that follow from an act on a member: drafted with it, released by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from members.domain.letters.mailings import discard_mailing, draft_mailing
from members.domain.letters.recipients import day_in_words
from members.enums import LetterPurpose, MailingState, Office, ProceedingKind, StandingStatus
from members.models import Firm, Mailing, Mandate, Proceeding, Representative, Standing, User
from records.fields import Translated, in_all_languages

END_SUBJECT = Translated(
    zh="关于贵单位会员资格终止的通知", en="Your membership has ended ({number})"
)
END_BODY = Translated(
    zh="{salutation}\n\n"
    "贵单位（会员号：{number}）的会员资格自{from_on}起终止，原因：{standing}。\n\n"
    "事由：{ground}\n依据：{rule}\n\n{ended}"
    "请将会员证交回本会。\n\n{association}\n{day}",
    en="{salutation}\n\n"
    "The membership of your firm (number {number}) ended on {from_on}: {standing}.\n\n"
    "Ground: {ground}\nRule and paper: {rule}\n\n{ended}"
    "Please return the certificate of membership.\n\n{association}\n{day}",
)
CHARGE_SUBJECT = Translated(
    zh="关于对贵单位启动{kind}程序的告知书", en="Notice of a proceeding against your firm: {kind}"
)
CHARGE_BODY = Translated(
    zh="{salutation}\n\n"
    "本会拟对贵单位（会员号：{number}）作出{kind}决定。\n\n"
    "事由：{ground}\n依据：{rule}\n\n"
    "贵单位可以在{respond_by}之前（含当日）书面陈述和申辩。{hearing}\n"
    "逾期未陈述、申辩的，视为放弃，由有权机构依照章程作出决定。\n\n{association}\n{day}",
    en="{salutation}\n\n"
    "The association considers this measure against your firm (number {number}): {kind}.\n\n"
    "Ground: {ground}\nRule: {rule}\n\n"
    "You may answer in writing until {respond_by}, that day included.{hearing}\n"
    "If you do not, the body in charge decides under the bylaws without your answer.\n\n"
    "{association}\n{day}",
)
SEAT_SUBJECT = Translated(zh="关于{office}职务变动的通知", en="Change of the seat: {office}")
PASSED_BODY = Translated(
    zh="{salutation}\n\n"
    "贵单位已更换代表。原由{person}担任的{body}{office}职务，自{until_on}起由{successor}继任，"
    "任期至原任期届满为止，并报理事会备案。\n依据：{rule}\n\n{association}\n{day}",
    en="{salutation}\n\n"
    "Your firm has another representative. The seat of {person} ({body}, {office}) passes to "
    "{successor} on {until_on}, for the rest of the term, and is filed with the council.\n"
    "Rule: {rule}\n\n{association}\n{day}",
)
VACANT_BODY = Translated(
    zh="{salutation}\n\n"
    "{person}不再担任贵单位的代表，其{body}{office}职务自{until_on}起终止，该席位出缺。\n"
    "{rule}\n\n{association}\n{day}",
    en="{salutation}\n\n"
    "{person} no longer represents your firm. The seat ({body}, {office}) ended on {until_on} "
    "and is vacant.\n{rule}\n\n{association}\n{day}",
)


def draft_end(
    *,
    firm: Firm,
    standing: Standing,
    seats: Sequence[Mandate],
    representatives: Sequence[Representative],
    by: User | None,
    at: datetime,
) -> Mailing:
    """Tell a firm that it is no member any more, and what ended with that."""
    fields: dict[str, Translated | str] = {
        "standing": in_all_languages(StandingStatus(standing.status).label),
        "from_on": day_in_words(standing.from_on),
        "ground": standing.reason,
        "rule": standing.source,
        "ended": _ended(seats, representatives),
    }
    purpose, told = LetterPurpose.STANDING, {"standing": standing.pk}
    return _draft(firm, purpose, END_SUBJECT, END_BODY, fields, by, at, told=told)


def discard_end(*, standing: Standing, by: User | None, at: datetime) -> None:
    """Give up the letter on an entry that was taken back, unless a person has released it."""
    drafts = Mailing.objects.filter(state=MailingState.DRAFT, selection__standing=standing.pk)
    for mailing in drafts:
        discard_mailing(mailing=mailing, by=by, at=at)


def _ended(seats: Sequence[Mandate], representatives: Sequence[Representative]) -> Translated:
    """A paragraph for the seats and one for the people; empty where nothing ended."""
    zh, en = "", ""
    if seats:
        told = [(row.person.name, office_of(row), row.term.body.name) for row in seats]
        zh += (
            "下列职务同时终止：" + "；".join(f"{p.zh}（{b.zh}{o.zh}）" for p, o, b in told) + "。\n"
        )
        en += "These seats ended with it: "
        en += "; ".join(f"{p.en} ({b.en}, {o.en})" for p, o, b in told) + ".\n"
    if representatives:
        names = [row.person.name for row in representatives]
        zh += "下列人员不再代表贵单位行使会员权利：" + "、".join(n.zh for n in names) + "。\n"
        en += "They no longer act for the firm: " + ", ".join(n.en for n in names) + ".\n"
    return Translated(zh=f"{zh}\n" if zh else "", en=f"{en}\n" if en else "")


def office_of(mandate: Mandate) -> Translated:
    """The office in both languages."""
    return in_all_languages(Office(mandate.office).label)


def draft_charge(
    *, proceeding: Proceeding, respond_by: date, hearing: str, by: User | None, at: datetime
) -> Mailing:
    """Tell a firm what it is charged with, until when it may answer, and where it is heard."""
    heard = Translated(zh=f"听取陈述：{hearing}。", en=f" It is heard: {hearing}.")
    fields: dict[str, Translated | str] = {
        "kind": in_all_languages(ProceedingKind(proceeding.kind).label),
        "ground": proceeding.ground,
        "rule": proceeding.citation,
        "respond_by": day_in_words(respond_by),
        "hearing": heard if hearing else Translated(zh="", en=""),
    }
    firm = proceeding.membership.firm
    return _draft(firm, LetterPurpose.STANDING, CHARGE_SUBJECT, CHARGE_BODY, fields, by, at)


def draft_seat(
    *,
    mandate: Mandate,
    firm: Firm,
    on: date,
    rule: Translated,
    successor: Translated | None,
    by: User | None,
    at: datetime,
) -> Mailing:
    """Tell a firm that a seat passed to its next representative, or is vacant (``successor``)."""
    fields: dict[str, Translated | str] = {
        "person": mandate.person.name,
        "office": office_of(mandate),
        "body": mandate.term.body.name,
        "until_on": day_in_words(on),
        "rule": rule,
    }
    if successor is not None:
        fields["successor"] = successor
    body = VACANT_BODY if successor is None else PASSED_BODY
    return _draft(firm, LetterPurpose.SEAT, SEAT_SUBJECT, body, fields, by, at)


def _draft(
    firm: Firm,
    purpose: LetterPurpose,
    subject: Translated,
    body: Translated,
    fields: Mapping[str, Translated | str],
    by: User | None,
    at: datetime,
    *,
    told: Mapping[str, Any] | None = None,
) -> Mailing:
    title = f"{in_all_languages(purpose.label).zh} · {firm.name.zh}"[:200]
    return draft_mailing(
        title=title,
        purpose=purpose,
        subject=subject,
        body=body,
        firms=[firm],
        selection={"firm": str(firm.pk), **(told or {})},
        fields={firm.pk: fields},
        by=by,
        at=at,
    )
