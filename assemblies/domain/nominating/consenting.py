"""What somebody who is nominated says themselves: that they agree, that they do not, and what the
checks of their qualification have to know."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from assemblies.domain.days import local_day
from assemblies.domain.nominating import calls
from assemblies.domain.nominating.acting import locked, note, require_running
from assemblies.domain.nominating.checking import OFFICERS
from assemblies.domain.nominating.states import AGREED
from assemblies.enums import Consent, PublicService
from assemblies.errors.nominating import ConsentNotOwn
from assemblies.models import Nomination
from members.domain.uploads import Upload, keep
from members.enums import Office
from members.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What is not asked of an office stays empty; ``elsewhere`` and ``represents_elsewhere`` name
    the other association, if any; ``terms_before`` is None where the register has them all."""

    public_service: str = ""
    elsewhere: str = ""
    represents_elsewhere: str = ""
    financial_staff: bool = False
    terms_before: int | None = None
    introduction: str = ""


def asked_of(office: str) -> frozenset[str]:
    """What whoever stands for ``office`` declares: no more than the rules on it ask for (CN-H1)."""
    asked: set[str] = set()
    if office in OFFICERS:
        asked |= {"public_service", "terms_before"}
    if office in (Office.PRESIDENT, Office.SECRETARY_GENERAL):
        asked.add("elsewhere")
    if office == Office.PRESIDENT:
        asked.add("represents_elsewhere")
    if office in (Office.SUPERVISOR, Office.CHIEF_SUPERVISOR):
        asked.add("financial_staff")
    return frozenset(asked)


@transaction.atomic
def agree(*, nomination: Nomination, by: User, at: datetime) -> Nomination:
    """The person agrees to stand, through their own log-in; agreed already, nothing changes.

    Raises ConsentNotOwn for anybody else, NominationOver, ListConfirmed, PhaseForbids.
    """
    if by.person_id is None or by.person_id != nomination.person_id:
        raise ConsentNotOwn(person=str(nomination.person))
    return _agreed(nomination, Consent.LOG_IN, on=local_day(at), paper=None, by=by, at=at)


@transaction.atomic
def record_paper_consent(
    *, nomination: Nomination, on: date, paper: Upload | None, by: User | None, at: datetime
) -> Nomination:
    """Note that the person agreed on a signed paper of the day ``on``; agreed already, nothing
    changes. Raises NominationOver, ListConfirmed, PaperRefused, PaperTooLarge, PhaseForbids."""
    return _agreed(nomination, Consent.PAPER, on=on, paper=paper, by=by, at=at)


def _agreed(
    nomination: Nomination,
    how: Consent,
    *,
    on: date,
    paper: Upload | None,
    by: User | None,
    at: datetime,
) -> Nomination:
    row = locked(nomination)
    if row.consent in AGREED:
        return row
    calls.require_unconfirmed(row.call)
    require_running(row, local_day(at))
    row.consent, row.consented_on = how, on
    row.consent_paper = keep(paper, at=at) if paper else None
    row.save(update_fields=["consent", "consented_on", "consent_paper"])
    scan = row.consent_paper.digest if row.consent_paper else ""
    note(row, "nomination_agreed", by, at, how=row.consent, on=on, scan=scan)
    return row


@transaction.atomic
def decline(*, nomination: Nomination, by: User | None, at: datetime) -> Nomination:
    """The person does not stand, even where they had agreed before; declined already, nothing
    changes. Once the list is confirmed they withdraw instead. Raises ListConfirmed."""
    row = locked(nomination)
    if row.consent == Consent.DECLINED:
        return row
    calls.require_unconfirmed(row.call)
    require_running(row, local_day(at))
    row.consent = Consent.DECLINED
    row.save(update_fields=["consent"])
    note(row, "nomination_declined", by, at)
    return row


@transaction.atomic
def declare(
    *, nomination: Nomination, declaration: Declaration, on: date, by: User | None, at: datetime
) -> Nomination:
    """Put down what the person declared on ``on``; the log keeps what another declaration
    replaced. The same again changes nothing. Raises NominationOver, ListConfirmed, PhaseForbids."""
    row = locked(nomination)
    calls.require_unconfirmed(row.call)
    require_running(row, local_day(at))
    told = asdict(declaration)
    told |= {key: value.strip() for key, value in told.items() if isinstance(value, str)}
    if told["public_service"]:
        told["public_service"] = PublicService(told["public_service"])
    if row.declared_on is not None and all(getattr(row, key) == told[key] for key in told):
        return row
    for key, value in told.items():
        setattr(row, key, value)
    row.declared_on = on
    row.save(update_fields=[*told, "declared_on"])
    note(row, "nomination_declared", by, at, on=on, **told)
    return row
