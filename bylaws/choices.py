"""Closed lists of the stored texts. The rules' own lists, free of Django, are in ``enums``."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RegulationKind(TextChoices):
    BYLAWS = "bylaws", _("bylaws")
    FINANCIAL_RULES = "financial_rules", _("financial rules")
    DUES_MEASURES = "dues_measures", _("dues standard and measures")
    ELECTION_METHOD = "election_method", _("election method")
    REPORT = "report", _("report")
    OTHER = "other", _("other")


class ProvisionKind(TextChoices):
    """Same values as the kinds that the parser gives."""

    PREAMBLE = "preamble", _("preamble")
    CHAPTER = "chapter", _("chapter")
    SECTION = "section", _("section")
    ARTICLE = "article", _("article")
    PARAGRAPH = "paragraph", _("paragraph")
    ITEM = "item", _("item")
