"""What the record knows to be handed over: lines of a list that is data (``assemblies/handover``),
and lines counted from the register, the books, the meetings and the ballot boxes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.db.models import Count

from assemblies.domain.carrying import retention
from assemblies.domain.carrying.progress import STILL_OPEN
from assemblies.domain.signing.authority import current_authority
from assemblies.enums import HandoverKind, ProgressState
from assemblies.models import Assembly, Goal, Resolution, TermPackage
from bylaws.domain.formats.papers import day as in_words
from bylaws.domain.numerals import to_chinese
from bylaws.enums import Outcome
from bylaws.models import Association
from dues.domain.balances import trial_balance
from dues.domain.receiving.receiptable import receipts_due
from dues.enums import ReceiptState
from dues.models import BankAccount, Entry, Receipt
from elections.enums import Channel
from elections.models import Election
from members.enums import Office, Role
from members.models import Mandate, Person, Term, User
from records.fields import Translated, in_all_languages

FOLDER = Path(__file__).resolve().parent.parent.parent / "handover"
GENERAL = "general"
# The line is data in both languages, whatever the locale of the process.
_zh, _en = partial(in_words, lang="zh"), partial(in_words, lang="en")


@dataclass(frozen=True, slots=True)
class Line:
    """A thing to be handed over, as the record tells it; ``key`` is the same whenever it is told.
    Its holder gives it to whoever has the same office in the new term, where that is on record."""

    key: str
    kind: HandoverKind
    what: Translated
    given_by: Person | None = None
    taken_by: Person | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A line before it is known who hands it over; ``giver`` where it is one person's own."""

    key: str
    kind: HandoverKind
    zh: str
    en: str
    giver: Person | None = None


@cache
def _listed(profile: str) -> tuple[dict[str, Any], ...]:
    file = FOLDER / f"{profile}.json"
    if not file.exists():
        file = FOLDER / f"{GENERAL}.json"
    return tuple(json.loads(file.read_text(encoding="utf-8"))["lines"])


def lines_of(term: Term, to_term: Term, *, day: date) -> list[Line]:
    """Everything that the record proposes on ``day``, in the order of the list."""
    found = []
    for row in _listed(Association.objects.get().profile):
        holder, successor = (holder_of(one, Office(row["office"])) for one in (term, to_term))
        rows = MAKERS[row["make"]](term, day) if "make" in row else [_of_list(row)]
        for told in rows:
            giver = told.giver or holder
            what = Translated(zh=told.zh, en=told.en)
            found.append(Line(told.key, told.kind, what, giver, successor))
    return found


def _of_list(row: dict[str, Any]) -> Told:
    return Told(row["key"], HandoverKind(row["kind"]), row["zh"], row["en"])


def holder_of(term: Term, office: Office) -> Person | None:
    """Who holds, or held last, an office in the ``number``-th term of any body."""
    rows = Mandate.objects.filter(
        term__number=term.number, office=office, superseded_at__isnull=True
    )
    last = rows.select_related("person").order_by("from_on", "recorded_at").last()
    return last.person if last else None


def _accounts(term: Term, day: date) -> Iterator[Told]:
    """Each bank account with what the books say is on it; signatories are a person's to add."""
    balances = {row.account.pk: row.balance for row in trial_balance(day=day)}
    for row in BankAccount.objects.order_by("number"):
        amount = f"{row.currency} {balances.get(row.ledger_id, 0):,.2f}"
        yield Told(
            f"account:{row.number}",
            HandoverKind.ACCOUNT,
            f"银行账户及预留印鉴：{row.bank.zh} {row.number}，户名{row.name.zh}；"
            f"{_zh(day)}账面余额{amount}",
            f"Bank account and signatories: {row.bank.en} {row.number}, {row.name.en}; "
            f"{amount} by the books on {_en(day)}",
        )


def _books(term: Term, day: date) -> Iterator[Told]:
    first = Entry.objects.order_by("booked_on").values_list("booked_on", flat=True).first()
    if first is None:
        return
    number = Entry.objects.filter(booked_on__lte=day).count()
    yield Told(
        "books",
        HandoverKind.BOOKS,
        f"会计账簿、凭证和报表：{_zh(first)}至{_zh(day)}，分录{number}笔",
        f"Books, vouchers and statements: {_en(first)} to {_en(day)}, {number} entries",
    )


def _receipts(term: Term, day: date) -> Iterator[Told]:
    counts = dict(Receipt.objects.order_by().values_list("state").annotate(n=Count("pk")))
    waiting = len(receipts_due())
    if not counts and not waiting:
        return
    issued, voided = (counts.get(state, 0) for state in (ReceiptState.ISSUED, ReceiptState.VOIDED))
    yield Told(
        "receipts",
        HandoverKind.BOOKS,
        f"会费票据：已开具{issued}张，作废{voided}张，待开具{waiting}张",
        f"Dues receipts: {issued} issued, {voided} voided, {waiting} to be issued",
    )


def _packages(term: Term, day: date) -> Iterator[Told]:
    """The last package of each body's term, by which the archives are checked."""
    rows = TermPackage.objects.filter(term__number=term.number).select_related("term__body")
    last = {row.term_id: row for row in rows.order_by("made_at")}
    for row in sorted(last.values(), key=lambda row: row.term.body.kind):
        body = row.term.body.name
        yield Told(
            f"package:{row.term_id}",
            HandoverKind.ARCHIVE,
            f"{body.zh}第{to_chinese(term.number)}届档案包，清单SHA-256：{row.digest}",
            f"Package of the records of term {term.number}, {body.en}; "
            f"SHA-256 of its manifest: {row.digest}",
        )


def _meetings(term: Term, day: date) -> Iterator[Told]:
    held = Assembly.objects.filter(term__number=term.number, closed_at__isnull=False)
    signed = held.filter(minutes__state="signed").distinct().count()
    yield Told(
        "meetings",
        HandoverKind.ARCHIVE,
        f"会议档案：本届已结束的会议{held.count()}次，其中纪要已签署{signed}次",
        f"Records of meetings: {held.count()} held in the term, minutes signed of {signed}",
    )


def _retention(term: Term, day: date) -> Iterator[Told]:
    periods = retention.periods_on(day)
    decided = sum(period is not None for _kind, period in periods)
    kept = retention.kept_until(day)
    due = sum(row.may_go_on <= day for row in kept)
    yield Told(
        "retention",
        HandoverKind.ARCHIVE,
        f"保管期限：{len(periods)}类档案中已定期限{decided}类；登记在期限内的{len(kept)}项，"
        f"其中{due}项已可销毁",
        f"Retention: periods decided for {decided} of {len(periods)} kinds; {len(kept)} lots with "
        f"a period, of which {due} may be destroyed",
    )


def _resolutions(term: Term, day: date) -> Iterator[Told]:
    """Passed in a meeting of the ending term, and not carried out."""
    rows = Resolution.objects.filter(
        motion__item__assembly__term__number=term.number,
        annulled_at__isnull=True,
        outcome=Outcome.PASSED,
        progress__in=STILL_OPEN,
    )
    for row in rows.select_related("motion__item", "owner").order_by("year", "number"):
        title, by = row.motion.item.title, _by(row)
        yield Told(
            f"resolution:{row.pk}",
            HandoverKind.MATTER,
            f"未执行完毕的决议{row.label}：{title.zh}{by.zh}",
            f"Resolution {row.label}, still to be carried out: {title.en}{by.en}",
            row.owner,
        )


def _goals(term: Term, day: date) -> Iterator[Told]:
    rows = Goal.objects.filter(term__number=term.number, progress__in=STILL_OPEN)
    for row in rows.select_related("owner").order_by("term__body__kind", "position"):
        by = _by(row)
        yield Told(
            f"goal:{row.pk}",
            HandoverKind.MATTER,
            f"未完成的目标：{row.title.zh}{by.zh}",
            f"Goal not reached yet: {row.title.en}{by.en}",
            row.owner,
        )


def _by(row: Resolution | Goal) -> Translated:
    """State of progress and day, in brackets."""
    state = in_all_languages(ProgressState(row.progress).label)
    if row.due_on is None:
        return Translated(zh=f"（{state.zh}）", en=f" ({state.en})")
    zh, en = _zh(row.due_on), _en(row.due_on)
    return Translated(zh=f"（{state.zh}，{zh}前）", en=f" ({state.en}, by {en})")


def _log_ins(term: Term, day: date) -> Iterator[Told]:
    """Log-ins with a standing role or the administration: to be passed on, kept or closed."""
    rows = User.objects.filter(is_active=True).prefetch_related("roles")
    for user in rows.select_related("person").order_by("email"):
        roles = [in_all_languages(Role(role.role).label) for role in user.roles.all()]
        if user.is_superuser:
            roles.append(Translated(zh="系统管理", en="administration of the system"))
        if roles:
            yield Told(
                f"log_in:{user.pk}",
                HandoverKind.ACCESS,
                f"系统登录账号{user.email}：{'、'.join(role.zh for role in roles)}",
                f"Log-in {user.email}: {', '.join(role.en for role in roles)}",
                user.person,
            )


def _signing(term: Term, day: date) -> Iterator[Told]:
    authority = current_authority()
    if authority is not None:
        yield Told(
            f"signing:{authority.pk}",
            HandoverKind.ACCESS,
            f"电子签名签发机构，证书指纹SHA-256：{authority.fingerprint}",
            f"Authority for electronic signatures, fingerprint SHA-256: {authority.fingerprint}",
        )


def _election_keys(term: Term, day: date) -> Iterator[Told]:
    """Of the electronic boxes of the term's meetings: how many server keys are destroyed, and each
    that is not."""
    boxes = Election.objects.filter(
        motion__item__assembly__term__number=term.number,
        channel=Channel.ONLINE,
        opened_at__isnull=False,
    )
    gone = boxes.filter(server_key_destroyed_at__isnull=False).count()
    if gone:
        yield Told(
            "keys_destroyed",
            HandoverKind.ACCESS,
            f"电子票箱服务器密钥：{gone}个已销毁，有销毁记录",
            f"Server keys of electronic boxes: {gone} destroyed, as recorded",
        )
    for box in boxes.filter(server_key_destroyed_at__isnull=True).order_by("opened_at"):
        yield Told(
            f"key:{box.pk}",
            HandoverKind.ACCESS,
            f"电子票箱服务器密钥未销毁：{box.title.zh}",
            f"Server key not destroyed: {box.title.en}",
        )


MAKERS: dict[str, Callable[[Term, date], Iterator[Told]]] = {
    "accounts": _accounts,
    "books": _books,
    "receipts": _receipts,
    "packages": _packages,
    "meetings": _meetings,
    "retention": _retention,
    "resolutions": _resolutions,
    "goals": _goals,
    "log_ins": _log_ins,
    "signing": _signing,
    "election_keys": _election_keys,
}
