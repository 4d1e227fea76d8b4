"""Log-ins of the example: a password for one of each role, a log-in by e-mailed code for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desk.domain.example.data import both, read_json
from desk.domain.example.register import person_of
from members.enums import Role
from members.models import Person, Representative, RoleGrant, User

# Printed on every start and good for invented people alone.
PASSWORD = "jindong-2026"
# Member firms whose representatives a newcomer plays: nobody else comes or votes for them.
VISITORS = ("JD0002", "JD0055")


@dataclass(frozen=True, slots=True)
class Account:
    """What the start prints of one example account."""

    role: str
    name: str
    email: str


def load_staff() -> dict[str, Person]:
    """The secretariat's people and the auditor, each with a log-in and a password."""
    people = {}
    for row in read_json("candidates.json")["staff"]:
        person = Person.objects.create(name=both(row["name"]), email=row["email"])
        user = User.objects.create_user(row["email"], PASSWORD, person=person)
        RoleGrant.objects.create(user=user, role=Role(row["role"]))
        people[row["key"]] = person
    return people


def load_representatives() -> None:
    """A log-in for every representative of the register; without a password a code is mailed."""
    voting = Representative.objects.filter(superseded_at__isnull=True, until_on__isnull=True)
    people = [row.person for row in voting.select_related("person") if row.person.email]
    users = [User(email=person.email, person=person) for person in people]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users)


def named_accounts() -> list[Account]:
    """One account of each role, given the example's password."""
    candidates = read_json("candidates.json")
    scrutineers = candidates["scrutineers"]
    wanted = [
        ("chair", candidates["chairs"]["general_assembly"]["member_number"]),
        ("credential authority", candidates["credential_authority"]["member_number"]),
        *(("trustee", row["member_number"]) for row in scrutineers["scrutineers"]),
        *(("counter", row["member_number"]) for row in scrutineers["counters"]),
        *(("representative", number) for number in VISITORS),
    ]
    accounts = [
        Account(row["role"], row["name"]["zh"], row["email"]) for row in candidates["staff"]
    ]
    for role, number in wanted:
        user = User.objects.select_related("person").get(person=person_of(number))
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        accounts.append(Account(role, user.person.name.zh if user.person else "", user.email))
    return accounts


def write_accounts(folder: Path, *, statements: Sequence[Path]) -> None:
    """What ``make run`` prints: one line an account, and the bank statement to read in."""
    lines = [f"{row.role:22}{row.name}  {row.email}" for row in named_accounts()]
    folder.mkdir(parents=True, exist_ok=True)
    lines.append(f"password of each: {PASSWORD}")
    lines.append(f"bank statement of the month: {' or '.join(map(str, statements))}")
    text = "\n".join([*lines, ""])
    (folder / "accounts.txt").write_text(text, encoding="utf-8")
