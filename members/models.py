"""Who belongs, who represents, who logs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.enums import BodyKind, FirmSize, ImportState, Office, Role, StandingStatus, Trade
from records.fields import TranslatedField
from records.models import DatedFact, Decision, Document, Entity


class Person(Entity):
    """Someone who represents, stands or holds office; not a log-in."""

    name = TranslatedField(_("name"))
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    born_on = models.DateField(_("born on"), null=True, blank=True)

    def __str__(self) -> str:
        return str(self.name)


class UserManager(BaseUserManager["User"]):
    """Log-ins are named by e-mail alone."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(Entity, AbstractBaseUser, PermissionsMixin):
    """A log-in. The log names it by its id only."""

    email = models.EmailField(_("e-mail"), unique=True)
    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="user"
    )
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return str(self.person) if self.person_id else self.email


class RoleGrant(models.Model):
    """A standing role of a log-in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles"
    )
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_granted_once")]


class MemberClass(models.Model):
    """Ordinary, council, vice-president, president unit: ``rank`` 1 is the highest."""

    key = models.SlugField(unique=True)
    name = TranslatedField(_("name"))
    rank = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["rank"]

    def __str__(self) -> str:
        return str(self.name)


class Firm(Entity):
    """A member company."""

    name = TranslatedField(_("name"))
    registration_code = models.CharField(
        _("unified social credit code"), max_length=18, unique=True
    )
    trade = models.CharField(_("trade"), max_length=20, choices=Trade.choices)
    size = models.CharField(_("size"), max_length=20, blank=True)
    district = TranslatedField(_("district"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=100, blank=True)

    class Meta:
        ordering = ["registration_code"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def size_label(self) -> str:
        """The size in the reader's language; a word that is none of the list shows itself."""
        return str(FirmSize(self.size).label) if self.size in FirmSize.values else self.size


class Membership(Entity):
    """A firm's number; its standing and class are dated facts beside it."""

    firm = models.OneToOneField(Firm, on_delete=models.PROTECT, related_name="membership")
    number = models.CharField(_("member number"), max_length=20, unique=True)
    joined_on = models.DateField(_("joined on"))

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.firm}"


class Standing(DatedFact):
    """What a membership is from a day on, and why."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="standings")
    # In both languages, since the roll and the minutes quote it in both.
    reason = TranslatedField(_("reason"), blank=True)
    status = models.CharField(max_length=20, choices=StandingStatus.choices)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["membership", "from_on"]


class ClassPeriod(DatedFact):
    """The class of a membership from a day on."""

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="class_periods"
    )
    member_class = models.ForeignKey(MemberClass, on_delete=models.PROTECT)

    class Meta:
        ordering = ["membership", "from_on"]


class Representative(DatedFact):
    """The person who acts for a firm from a day on; of those one votes."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="representatives")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representations")
    post = TranslatedField(_("post"), blank=True)
    votes = models.BooleanField(_("votes"), default=True)

    class Meta:
        ordering = ["firm", "from_on"]


class Body(Entity):
    """An organ of the association."""

    kind = models.CharField(max_length=20, choices=BodyKind.choices, unique=True)
    name = TranslatedField(_("name"))

    class Meta:
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return str(self.name)


class Term(Entity):
    """The n-th council, supervisory board or assembly, from a day until another."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body", "number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="term_once_per_body")
        ]


class Mandate(DatedFact):
    """A person's seat or office in a body for a term, created by the act of a resolution."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    firm = models.ForeignKey(
        Firm, null=True, blank=True, on_delete=models.PROTECT, related_name="mandates"
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="mandates")
    office = models.CharField(max_length=20, choices=Office.choices)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        ordering = ["term", "office", "from_on"]


class ImportBatch(Entity):
    """A register file as read: rows with their faults; nothing enters before it is confirmed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.STAGED)
    staged_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
