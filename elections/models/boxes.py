"""Who may vote, the keys, the box, and what is asked in it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from elections.enums import (
    ELECTRONIC,
    LISTS,
    MARKS_FOR_ALONE,
    ON_PAPER,
    Channel,
    ContestKind,
    ElectionState,
    RoundReason,
    TrusteeState,
    VotersBy,
    WriteIns,
    WriteInsFrom,
)
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
    # Where some have more votes than others: what the votes go by, and where that is written.
    weighed_by = TranslatedField(blank=True)
    weights_citation = TranslatedField(blank=True)

    @property
    def is_weighted(self) -> bool:
        """Whether some on it may have more votes than others."""
        return bool(self.weighed_by)


class RollEntry(Entity):
    """A vote (a firm's, by a person; or a person's own in a council), or its exclusion."""

    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField()
    firm = models.ForeignKey(Firm, null=True, blank=True, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    post = TranslatedField(blank=True)
    entitled = models.BooleanField()
    weight = models.PositiveIntegerField(
        _("votes"), default=1, help_text=_("How many votes it has, as the bylaws say.")
    )
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
    voters_by = models.CharField(max_length=10, choices=VotersBy.choices, default=VotersBy.LETTERS)
    codes_made_at = models.DateTimeField(null=True, blank=True)
    rehearsal_raw = models.TextField(
        blank=True, help_text=_("Description of the test that the trustees decrypt beforehand.")
    )
    rehearsed_at = models.DateTimeField(null=True, blank=True)

    @property
    def is_server_alone(self) -> bool:
        """Whether the server could read every vote by itself."""
        return not self.trustees.exists()

    @property
    def is_by_slip(self) -> bool:
        return self.voters_by == VotersBy.SLIPS

    @property
    def server_makes_codes(self) -> bool:
        """Whether the server could have voted in a voter's name, for as long as it kept a code."""
        return self.voters_by == VotersBy.MAILED


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
    """One ballot box. Another ``repeats`` one annulled, or ``follows`` it for seats left open."""

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
        default=True, help_text=_("Nobody votes in it without being in the hall.")
    )
    round = models.PositiveSmallIntegerField(default=1)
    repeats = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="repetition"
    )
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next_round"
    )
    least_a_side = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text=_("Where some vote electronically and some on paper: the fewest of either."),
    )
    alphabet = models.JSONField(
        default=dict, blank=True, help_text=_("The marks of its papers; empty for ○ in a column.")
    )
    small_electorate_consent = models.TextField(blank=True)
    raw = models.TextField(blank=True, help_text=_("The election's description, byte for byte."))
    trustees_raw = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    present_at_opening = models.PositiveIntegerField(null=True, blank=True)
    papers_issued = models.PositiveIntegerField(null=True, blank=True)
    slips = models.JSONField(
        default=dict, blank=True, help_text=_("What became of the slips, as it was at the opening.")
    )
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

    @property
    def is_electronic(self) -> bool:
        """Whether ballots are cast by device, all of them or a part."""
        return self.channel in ELECTRONIC

    @property
    def is_on_paper(self) -> bool:
        """Whether tellers count papers, of all voters or of a part."""
        return self.channel in ON_PAPER


class PaperVoter(models.Model):
    """A vote that is cast on paper this day, in boxes in which others vote electronically."""

    ceremony = models.ForeignKey(Ceremony, on_delete=models.CASCADE, related_name="paper_voters")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ceremony", "entry"], name="paper_voter_once")
        ]


class Teller(models.Model):
    """A person who counts the papers of one box; two of them count, each alone."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="tellers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["election", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="teller_once_per_box")
        ]


class SpareList(models.Model):
    """Public codes for a box that is still to come, of the codes that the server mailed.

    The server keeps no code, so what a further round needs is computed while the codes are there.
    The list is in the order of its values and names nobody, as that of a box does.
    """

    ceremony = models.ForeignKey(Ceremony, on_delete=models.CASCADE, related_name="spare_lists")
    roll = models.ForeignKey(Roll, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20, unique=True, default=new_election_code)
    publics = models.JSONField()

    class Meta:
        ordering = ["pk"]


class Contest(Entity):
    """A question of a box: a motion, one candidate, or a list for a number of seats.

    A preliminary one (预选) finds nominees, ``seats`` of them, and gives nobody an office. In a
    further round ``follows`` is the question whose seats it fills, and ``reason`` why.
    """

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="contests")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ContestKind.choices)
    title = TranslatedField(_("title"))
    text = TranslatedField(_("text"), blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    office = models.CharField(max_length=20, blank=True, help_text=_("What the elected become."))
    preliminary = models.BooleanField(_("preliminary ballot"), default=False)
    blank_vote = models.BooleanField(_("a blank vote can be cast"), default=False)
    write_ins = models.CharField(max_length=10, choices=WriteIns.choices, default=WriteIns.NONE)
    write_ins_from = models.CharField(
        max_length=10, choices=WriteInsFrom.choices, default=WriteInsFrom.ROLL
    )
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
    def standing(self) -> list[Candidate]:
        """Who stands on the ballot; ``candidates`` has who was written in besides, once counted."""
        return [candidate for candidate in self.candidates.all() if not candidate.is_write_in]

    @property
    def write_ins_are_covered(self) -> bool:
        """Whether no more can be written in than are voted against."""
        return self.write_ins == WriteIns.COVERED

    @property
    def is_list(self) -> bool:
        """Whether several persons stand in it together."""
        return self.kind in LISTS

    @property
    def has_against(self) -> bool:
        return self.kind not in MARKS_FOR_ALONE

    @property
    def most_marks(self) -> int:
        """Marks for that one ballot may have together, those for who is written in included."""
        if self.kind != ContestKind.APPROVAL:
            return self.seats
        return len(self.standing) + len(self.eligible.all())


class Candidate(Entity):
    """A person in a contest; for a motion, the motion itself (no person). Who was written in
    becomes one by the count, with the place that their name had among the answers."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="candidates")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    firm = models.ForeignKey(Firm, null=True, blank=True, on_delete=models.PROTECT)
    name = TranslatedField(_("name"))
    note = TranslatedField(_("unit and post"), blank=True)
    is_write_in = models.BooleanField(default=False)

    class Meta:
        ordering = ["contest", "position"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "position"], name="candidate_position_once")
        ]

    def __str__(self) -> str:
        return str(self.name)


class EligiblePerson(models.Model):
    """Somebody who does not stand and can be written in: an answer of the question.

    ``position`` goes on where the candidates end.
    """

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="eligible")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    firm = models.ForeignKey(Firm, null=True, blank=True, on_delete=models.PROTECT)
    name = TranslatedField(_("name"))
    note = TranslatedField(_("unit and post"), blank=True)

    class Meta:
        ordering = ["contest", "position"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "position"], name="eligible_position_once"),
            models.UniqueConstraint(fields=["contest", "person"], name="eligible_person_once"),
        ]

    def __str__(self) -> str:
        return str(self.name)
