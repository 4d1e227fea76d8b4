"""Log-ins: made by the secretariat for persons of the register, with the roles they need."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from members.enums import Role
from members.errors import EmailMissing, EmailTaken, OwnAccessRefused
from members.models import Person, RoleGrant, User
from records.domain import log

STREAM = "register"


@transaction.atomic
def open_account(
    *, person: Person, roles: Iterable[Role] = (), by: User | None, at: datetime
) -> User:
    """A log-in for ``person`` under their e-mail address, without a password.

    They ask for a code by mail, or set a password by way of "forgotten". Doing it again returns the
    same log-in with the roles asked for last. Raises EmailMissing, EmailTaken.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not person.email:
        raise EmailMissing(person=str(person))
    account = User.objects.filter(person=person).first()
    if account is None:
        email = User.objects.normalize_email(person.email)
        if User.objects.filter(email__iexact=email).exists():
            raise EmailTaken(email=email)
        account = User.objects.create_user(email, person=person)
        payload = {"account": account.pk, "person": person.pk}
        log.record(stream=STREAM, event="account_opened", payload=payload, by=by, at=at)
    return set_access(account=account, roles=roles, active=True, by=by, at=at)


@transaction.atomic
def set_access(
    *, account: User, roles: Iterable[Role], active: bool, by: User | None, at: datetime
) -> User:
    """Whether the log-in works, and with which standing roles.

    Raises OwnAccessRefused when a user would take the secretariat's role or the log-in from
    themselves: the last of them would lock everybody out.
    """
    account = User.objects.select_for_update().get(pk=account.pk)
    wanted, held = set(roles), {Role(grant.role) for grant in account.roles.all()}
    if (wanted, active) == (held, account.is_active):
        return account
    loses = not active or (Role.SECRETARIAT in held and Role.SECRETARIAT not in wanted)
    if by is not None and by.pk == account.pk and loses:
        raise OwnAccessRefused
    account.roles.exclude(role__in=wanted).delete()
    RoleGrant.objects.bulk_create(RoleGrant(user=account, role=role) for role in wanted - held)
    account.is_active = active
    account.save(update_fields=["is_active"])
    payload = {"account": account.pk, "roles": sorted(wanted), "active": active}
    log.record(stream=STREAM, event="access_set", payload=payload, by=by, at=at)
    return account
