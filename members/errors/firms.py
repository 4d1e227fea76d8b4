"""What contacts, papers and merges of firms refuse."""

from django.utils.translation import gettext_lazy as _

from records.errors import ActRefused


class ContactTaken(ActRefused):
    code = "contact_taken"
    message = _("%(name)s is on record for “%(purpose)s” already. Correct that entry instead.")


class TagInvalid(ActRefused):
    code = "tag_invalid"
    message = _("A tag has 1 to %(longest)s characters. Shorten it, or enter one.")


class PaperTooLarge(ActRefused):
    code = "paper_too_large"
    message = _("The file %(name)s is larger than %(mb)s MB. Make it smaller and upload it again.")


class PaperTypeRefused(ActRefused):
    code = "paper_type_refused"
    message = _(
        "The file %(name)s is none of the kinds that are kept. Save it as PDF or as a picture."
    )


class MergeRefused(ActRefused):
    """Base of the reasons why two entries cannot be taken as one now."""

    code = "merge_refused"


class MergeOfMerged(MergeRefused):
    code = "merge_of_merged"
    message = _("%(firm)s goes on as another entry already. Choose that one instead.")


class MergeOfKept(MergeRefused):
    code = "merge_of_kept"
    message = _(
        "Other entries go on as %(firm)s, so it cannot go on as another. Keep this one instead."
    )


class MergeOfOne(MergeRefused):
    code = "merge_of_one"
    message = _("These are one and the same entry. Choose two.")


class MergeHasOpenCases(MergeRefused):
    code = "merge_has_open_cases"
    message = _("%(firm)s has open cases: %(cases)s. Close them first.")


class MergeDropsMember(MergeRefused):
    """The entry that would go on has left: the firm would be no member any more."""

    code = "merge_drops_member"
    message = _(
        "%(kept)s is no member today, and %(dropped)s is: as %(kept)s the firm would be none any "
        "more. Keep %(dropped)s instead."
    )


class MergeMovedOn(MergeRefused):
    code = "merge_moved_on"
    message = _(
        "The standing of %(firm)s was changed after the two were taken as one, so this cannot be "
        "undone. Correct the standing first."
    )


class PersonActs(ActRefused):
    code = "person_acts"
    message = _("%(person)s still has a part to play: %(parts)s. End these first.")
