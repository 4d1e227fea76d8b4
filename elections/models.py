"""Secret ballots: who may vote, what is asked, the keys, the box and the count.

Casting is the one act that is not logged with who and when: no row here joins a voter to a ballot's
position or hour. See ``docs/explanation/ballots.md``.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from elections.enums import Channel, ContestKind, ElectionState, RoundReason, TrusteeState
from elections.fields import new_election_code
from members.models import Body, Firm, Person
from records.fields import TranslatedField
from records.models import Document, Entity


class Roll(Entity):
    """Who is entitled on a record date, frozen; everyone excluded is listed with the reason."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="rolls")
    record_on = models.DateField(_("record date"))
    frozen_at = models.DateTimeField(_("frozen"))
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of the list."))


class RollEntry(Entity):
    """A vote (a firm's, by a person; or a person's own in a council), or its exclusion."""

    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField()
    firm = models.ForeignKey(Firm, null=True, blank=True, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    post = TranslatedField(blank=True)
    entitled = models.BooleanField()
    reason = TranslatedField(_("reason"), blank=True)
    citation = TranslatedField(_("citation"), blank=True)

    class Meta:
        ordering = ["roll", "position"]
        constraints = [
            models.UniqueConstraint(fields=["roll", "position"], name="roll_one_per_position"),
            models.UniqueConstraint(
                fields=["roll", "firm"],
                condition=models.Q(person__isnull=True),
                name="roll_firm_once_unrepresented",
            ),
            models.UniqueConstraint(fields=["roll", "firm", "person"], name="roll_vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.firm} · {self.person}" if self.firm_id else str(self.person)


class Ceremony(Entity):
    """The keys of a day: its trustees, and who makes the voting codes. Serves all its elections.

    Without a ``threshold`` every trustee must decrypt; without trustees the server alone does.
    """

    title = TranslatedField(_("title"))
    authority = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="ceremonies_as_authority",
        verbose_name=_("credential authority"),
    )
    threshold = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("How many trustees must decrypt; empty: all of them.")
    )
    codes_made_at = models.DateTimeField(null=True, blank=True)
    rehearsal_raw = models.TextField(
        blank=True, help_text=_("Description of the test that the trustees decrypt beforehand.")
    )
    rehearsed_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_server_alone(self) -> bool:
        """Whether the server could read every vote by itself."""
        return not self.trustees.exists()


class Trustee(Entity):
    """A scrutineer who holds one of the keys; the ceremony says how many are needed to count.

    With a threshold ``message`` is the certificate of the first round, ``public_key`` the key that
    signs, and ``decryption_key`` the public half of what the others dealt to this trustee.
    """

    ceremony = models.ForeignKey(Ceremony, on_delete=models.CASCADE, related_name="trustees")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trusteeships")
    state = models.CharField(
        max_length=10, choices=TrusteeState.choices, default=TrusteeState.INVITED
    )
    message = models.TextField(blank=True, help_text=_("Public key with its proof, as received."))
    public_key = models.CharField(max_length=64, blank=True)
    nonce = models.CharField(max_length=64, blank=True)
    restored_at = models.DateTimeField(null=True, blank=True)
    dealing = models.TextField(blank=True, help_text=_("Second round of a threshold set-up."))
    verification = models.TextField(blank=True, help_text=_("Third round of a threshold set-up."))
    decryption_key = models.CharField(max_length=64, blank=True)
    rehearsal = models.TextField(blank=True, help_text=_("Share of the test's decryption."))
    complaint = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="complaints",
        help_text=_("Whose dealing does not fit, as this trustee found."),
    )

    class Meta:
        ordering = ["ceremony", "position"]
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "position"], name="trustee_position_once"),
            models.UniqueConstraint(fields=["ceremony", "person"], name="trustee_person_once"),
        ]


class Election(Entity):
    """One ballot box. Another ``repeats`` an annulled one, or ``follows`` it for seats left open."""

    code = models.CharField(max_length=20, unique=True, default=new_election_code)
    slug = models.SlugField(max_length=60)
    title = TranslatedField(_("title"))
    roll = models.ForeignKey(
        Roll, null=True, blank=True, on_delete=models.PROTECT, related_name="elections"
    )
    ceremony = models.ForeignKey(
        Ceremony, null=True, blank=True, on_delete=models.PROTECT, related_name="elections"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    state = models.CharField(
        max_length=10, choices=ElectionState.choices, default=ElectionState.DRAFT
    )
    in_hall = models.BooleanField(
        default=True, help_text=_("Only who is checked in may vote; the rulebook decides.")
    )
    round = models.PositiveSmallIntegerField(default=1)
    repeats = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="repetition"
    )
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next_round"
    )
    small_electorate_consent = models.TextField(blank=True)
    raw = models.TextField(blank=True, help_text=_("The election's description, byte for byte."))
    trustees_raw = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    present_at_opening = models.PositiveIntegerField(null=True, blank=True)
    papers_issued = models.PositiveIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    encrypted_tally = models.TextField(blank=True)
    result_raw = models.TextField(blank=True)
    checking_until = models.DateTimeField(
        null=True, blank=True, help_text=_("Until when a process has the checking of ballots.")
    )
    published_at = models.DateTimeField(null=True, blank=True)
    archive = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    supplements = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    head = models.CharField(max_length=64, blank=True, help_text=_("Head of the board's chain."))
    server_key_destroyed_at = models.DateTimeField(null=True, blank=True)
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_by = models.TextField(blank=True)
    annulment_reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.title)


class Teller(models.Model):
    """A person who counts the papers of one box; two of them count, each alone."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="tellers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["election", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="teller_once_per_box")
        ]


class Contest(Entity):
    """A question of a box: a motion, one candidate, or a slate for a number of seats. In a further
    round ``follows`` is the question whose seats it fills, and ``reason`` why."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="contests")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ContestKind.choices)
    title = TranslatedField(_("title"))
    text = TranslatedField(_("text"), blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    office = models.CharField(max_length=20, blank=True, help_text=_("What the elected become."))
    marks = models.PositiveSmallIntegerField(null=True, blank=True)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next_rounds"
    )
    reason = models.CharField(max_length=15, choices=RoundReason.choices, blank=True)

    class Meta:
        ordering = ["election", "position"]
        constraints = [
            models.UniqueConstraint(fields=["election", "position"], name="contest_position_once")
        ]

    @property
    def most_marks(self) -> int:
        """How many marks for one voter may give: one for each seat where ``marks`` is empty."""
        return self.seats if self.marks is None else self.marks


class Candidate(Entity):
    """A person in a contest; for a motion, the motion itself (no person)."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="candidates")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    firm = models.ForeignKey(Firm, null=True, blank=True, on_delete=models.PROTECT)
    name = TranslatedField(_("name"))
    note = TranslatedField(_("unit and post"), blank=True)

    class Meta:
        ordering = ["contest", "position"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "position"], name="candidate_position_once")
        ]

    def __str__(self) -> str:
        return str(self.name)


class Credential(models.Model):
    """The public half of a voting code in one election; whose it is, is not recorded."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="credentials")
    public = models.CharField(max_length=64)

    class Meta:
        ordering = ["election", "public"]
        constraints = [
            models.UniqueConstraint(fields=["election", "public"], name="credential_once")
        ]


class Participation(Entity):
    """Whether a vote was cast for an entry of the roll: never when, never which ballot.

    All rows are made at the opening, so that their order tells nothing.
    """

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="participations")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="participations")
    admitted = models.BooleanField(
        default=True, help_text=_("May vote now; false once they left the hall unvoted.")
    )
    # Who votes for the entry by written authority; empty where its own person does.
    holder = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cast = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "entry"], name="participation_once")
        ]


class Binding(models.Model):
    """That one entry uses one credential, as a keyed hash.

    The key lies with the election's server key and is destroyed with it: afterwards, and in any
    backup, the hash says nothing. Without it a bought code would give a second vote.
    """

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="bindings")
    token = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "token"], name="binding_once")]


class Ballot(Entity):
    """An accepted ballot, in the order of acceptance. No time and no address are kept beside it."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="ballots")
    position = models.PositiveIntegerField()
    tracker = models.CharField(max_length=64)
    credential = models.CharField(max_length=64)
    raw = models.TextField()
    supplement = models.TextField(blank=True)

    class Meta:
        ordering = ["election", "position"]
        constraints = [
            models.UniqueConstraint(fields=["election", "position"], name="ballot_position_once"),
            models.UniqueConstraint(fields=["election", "tracker"], name="ballot_tracker_once"),
        ]


class ReceivedBallot(Entity):
    """A ballot kept for good, whose proofs are yet to be checked; accepted, it becomes a
    :class:`Ballot`. Refused, it stays with its ``refusal`` until the box is sealed."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="received")
    position = models.PositiveIntegerField()
    tracker = models.CharField(max_length=64)
    credential = models.CharField(max_length=64)
    raw = models.TextField()
    supplement = models.TextField(blank=True)
    refusal = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["election", "position"]
        constraints = [
            models.UniqueConstraint(fields=["election", "position"], name="received_position_once"),
            models.UniqueConstraint(fields=["election", "tracker"], name="received_tracker_once"),
        ]


class CiphertextSeen(models.Model):
    """Digest of each ciphertext in the box, so that a copied one is refused."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "digest"], name="ciphertext_once")
        ]


class PartialDecryption(models.Model):
    """A trustee's share of the decryption; ``trustee`` is null for the server's key."""

    election = models.ForeignKey(
        Election, on_delete=models.PROTECT, related_name="partial_decryptions"
    )
    trustee = models.ForeignKey(Trustee, null=True, blank=True, on_delete=models.PROTECT)
    owner = models.PositiveSmallIntegerField(help_text=_("1 is the server, then the trustees."))
    raw = models.TextField()
    is_odd = models.BooleanField(
        default=False, help_text=_("Its proofs hold, and yet nothing decodes with it.")
    )
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["election", "owner"]
        constraints = [
            models.UniqueConstraint(fields=["election", "owner"], name="decryption_once_per_owner")
        ]


class Count(Entity):
    """One count of one contest through one channel; on paper, each teller's own."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="counts")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    teller = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    issued = models.PositiveIntegerField(_("issued"))
    returned = models.PositiveIntegerField(_("returned"))
    valid = models.PositiveIntegerField(_("valid"))
    invalid = models.PositiveIntegerField(_("invalid"))
    accepted = models.BooleanField(default=False, help_text=_("It stands in the result."))
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["contest", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "channel"],
                condition=models.Q(accepted=True, superseded_at__isnull=True),
                name="one_count_stands_per_channel",
            )
        ]


class CountLine(models.Model):
    """A candidate's figures in a count."""

    count = models.ForeignKey(Count, on_delete=models.CASCADE, related_name="lines")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="lines")
    votes_for = models.PositiveIntegerField(_("for"))
    votes_against = models.PositiveIntegerField(_("against"))
    abstentions = models.PositiveIntegerField(_("abstain"))
    partly_invalid = models.PositiveIntegerField(_("partly invalid"), default=0)

    class Meta:
        ordering = ["count", "candidate__position"]
        constraints = [
            models.UniqueConstraint(fields=["count", "candidate"], name="line_once_per_candidate")
        ]
