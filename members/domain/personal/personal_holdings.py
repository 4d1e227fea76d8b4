"""What the register keeps of persons."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bylaws.models import Comment
from members.domain.importing import import_traces
from members.domain.personal.personal_data import Holding, Row
from members.domain.personal.traces import Traces, contacts_of, traces_of
from members.models import Application, Contact, Firm, FirmDocument, Letter, Person, User
from records.models import OutgoingMail

FIRM = ("firm", _("Firm"))
FROM = ("from_on", _("From"))
UNTIL = ("until_on", _("Until"))
HISTORY = _(
    "Who acted for a member and held a seat is part of what the association must be able to prove "
    "of its decisions. Only the name goes: the rows show a neutral text."
)


def _person(person: Person) -> Iterator[Row]:
    yield (person.name, person.email, person.phone, person.born_on)


def _account(person: Person) -> Iterator[Row]:
    for user in User.objects.filter(person=person).prefetch_related("roles"):
        roles = ", ".join(sorted(grant.role for grant in user.roles.all()))
        yield (user.email, user.date_joined, user.last_login, roles, user.is_active)


def _representations(person: Person) -> Iterator[Row]:
    facts = person.representations.filter(superseded_at__isnull=True).select_related("firm")
    for fact in facts.order_by("from_on"):
        yield (fact.firm.name, fact.post, fact.votes, fact.from_on, fact.until_on)


def _mandates(person: Person) -> Iterator[Row]:
    facts = person.mandates.filter(superseded_at__isnull=True).select_related("term__body")
    for fact in facts.order_by("from_on"):
        yield (
            fact.term.body.name,
            fact.term.number,
            fact.get_office_display(),
            fact.from_on,
            fact.until_on,
        )


def _contacts(person: Person) -> Iterator[Row]:
    found = Contact.objects.filter(contacts_of(traces_of(person))).select_related("firm")
    for row in found.order_by("pk"):
        yield (row.firm.name, row.get_purpose_display(), row.name, row.post, row.email, row.phone)


def _letters(person: Person) -> Iterator[Row]:
    found = Letter.objects.filter(letters_to(traces_of(person))).select_related("firm")
    for row in found.order_by("mailing__created_at", "pk"):
        yield (row.firm.name, row.addressee, row.address, row.subject, row.sent_at)


def letters_to(traces: Traces) -> Q:
    """Letters that went to the person, by their key or by an address of theirs."""
    wanted = Q(person=traces.person)
    for address in traces.addresses:
        wanted |= Q(address__iexact=address)
    return wanted


def _mails(person: Person) -> Iterator[Row]:
    addresses = traces_of(person).addresses
    if not addresses:
        return
    for mail in OutgoingMail.objects.order_by("created_at").iterator():
        if any(str(to).casefold() in addresses for to in mail.to):
            yield (", ".join(mail.to), mail.subject, mail.created_at)


def _papers(person: Person) -> Iterator[Row]:
    letters = person.representations.filter(letter__isnull=False).select_related("firm", "letter")
    for fact in letters.order_by("from_on"):
        assert fact.letter is not None  # as filtered
        yield (fact.firm.name, fact.letter.name, fact.recorded_at)
    traces = traces_of(person)
    for paper in FirmDocument.objects.filter(firm__in=traces.firms).select_related("firm"):
        if traces.names_here(paper.title):
            yield (paper.firm.name, paper.title, paper.added_at)


def _applications(person: Person) -> Iterator[Row]:
    traces, user = traces_of(person), getattr(person, "user", None)
    for row in Application.objects.order_by("submitted_at").iterator():
        text = json.dumps([row.submitted, row.contact_email], ensure_ascii=False)
        named = row.firm_id in traces.firms and traces.names_here(text)
        mine = user is not None and row.submitted_by_id == user.pk
        if mine or named or traces.tells(text):
            yield (row.number, row.name, row.contact_email, row.submitted_at)


def _imports(person: Person) -> Iterator[Row]:
    for batch in import_traces.told_in(person):
        yield (batch.document.name, batch.staged_at, batch.get_state_display())


def _legal_representative(person: Person) -> Iterator[Row]:
    traces = traces_of(person)
    for firm in Firm.objects.filter(legal_representative__in=traces.names, pk__in=traces.firms):
        yield (firm.name, firm.legal_representative)


def _comments(person: Person) -> Iterator[Row]:
    keys = traces_of(person).keys
    for row in Comment.objects.filter(author__in=keys).order_by("made_at"):
        yield (row.author_name, row.text, row.made_at)


HOLDINGS = (
    Holding(
        "person",
        _("Name and how to reach the person"),
        _("To invite, to write to, and to know who acts, stands or holds office."),
        (
            ("name", pgettext_lazy("person", "Name")),
            ("email", _("E-mail")),
            ("phone", _("Telephone")),
            ("born_on", _("Born on")),
        ),
        _person,
    ),
    Holding(
        "account",
        _("Log-in"),
        _("To let the person see and do what is theirs."),
        (
            ("email", _("E-mail")),
            ("since", _("Opened")),
            ("last_login", _("Last log-in")),
            ("roles", _("Standing roles")),
            ("active", _("May log in")),
        ),
        _account,
    ),
    Holding(
        "representations",
        _("Acting for firms"),
        _("To know who votes and acts for a member, and since when."),
        (FIRM, ("post", _("Post")), ("votes", _("Votes")), FROM, UNTIL),
        _representations,
        HISTORY,
    ),
    Holding(
        "mandates",
        _("Seats and offices"),
        _("To know who holds a seat or an office, for which term."),
        (
            ("body", _("Body")),
            ("term", _("Term")),
            ("office", _("Office")),
            FROM,
            UNTIL,
        ),
        _mandates,
        HISTORY,
    ),
    Holding(
        "contacts",
        _("Contact of a firm"),
        _("To write to the right person at a member."),
        (
            FIRM,
            ("purpose", _("Purpose")),
            ("name", pgettext_lazy("person", "Name")),
            ("post", _("Post")),
            ("email", _("E-mail")),
            ("phone", _("Telephone")),
        ),
        _contacts,
    ),
    Holding(
        "letters",
        _("Letters to members"),
        _("To show what was sent to a member and when."),
        (
            FIRM,
            ("addressee", _("Addressee")),
            ("address", _("Address")),
            ("subject", _("Subject")),
            ("sent_at", _("Sent")),
        ),
        _letters,
    ),
    Holding(
        "mails",
        _("Mails"),
        _("To deliver them and to see whether they arrived."),
        (("to", _("To")), ("subject", _("Subject")), ("created_at", _("Written"))),
        _mails,
    ),
    Holding(
        "papers",
        _("Letters of appointment and other papers of a firm"),
        _("To prove who was named by the member."),
        (FIRM, ("paper", _("Paper")), ("kept_since", _("Kept since"))),
        _papers,
        _("The member gave the paper to prove who acts for it; it is the member's, kept as given."),
    ),
    Holding(
        "applications",
        _("Applications for admission"),
        _("To decide on the admission of a firm."),
        (
            ("number", _("Number")),
            ("firm", _("Firm")),
            ("email", _("E-mail")),
            ("submitted_at", _("Submitted")),
        ),
        _applications,
        _("It is kept as it was submitted, sealed by its digest; the address to answer to goes."),
    ),
    Holding(
        "imports",
        _("Files of firms that were read in"),
        _("To enter many firms at once, and to take that back where it was wrong."),
        (("file", _("File")), ("staged_at", _("Read")), ("state", _("State"))),
        _imports,
        _("The file is kept sealed by its digest, to prove what was entered; what was read goes."),
    ),
    Holding(
        "legal_representative",
        _("Legal representative of a firm"),
        _("To know the firm as its licence shows it."),
        (FIRM, ("name", pgettext_lazy("person", "Name"))),
        _legal_representative,
        _("It is data of the firm, as its licence and the public register show it."),
    ),
    Holding(
        "comments",
        _("Comments on texts"),
        _("To answer what was said of a proposal."),
        (
            ("name", pgettext_lazy("person", "Name")),
            ("text", _("Comment")),
            ("made_at", _("Written")),
        ),
        _comments,
        _("What was said stays with the answer to it; only the name goes."),
    ),
)
