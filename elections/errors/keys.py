"""What is refused of keys: the trustees', and the server's own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from elections.errors.base import ElectionRefused


class KeyInUse(ElectionRefused):
    code = "key_in_use"
    message = _(
        "A ballot box was opened with this key, so it cannot be replaced any more. "
        "Use the key that you saved."
    )


class KeyRefused(ElectionRefused):
    code = "key_refused"
    message = _("The key's proof does not hold. Make the key again on this page.")


class KeyTaken(ElectionRefused):
    code = "key_taken"
    message = _("Another trustee has this very key. Make a key of your own on this page.")


class RestoreRefused(ElectionRefused):
    code = "restore_refused"
    message = _(
        "The saved file does not restore the key that was handed in. Choose the file that you "
        "saved last, or make a new key."
    )


class RehearsalFailed(ElectionRefused):
    """Some subset of the shares decodes to nothing."""

    code = "rehearsal_failed"
    message = _(
        "The rehearsal failed: with the share of %(odd)s nothing can be decrypted. They make a new "
        "key, or another trustee is named; then every step is done again."
    )


class TrusteesTooFew(ElectionRefused):
    code = "trustees_too_few"
    message = _(
        "At least %(needed)s scrutineers hold the keys beside the server, so that nobody can "
        "decrypt alone. Name another one."
    )


class ThresholdTooLow(ElectionRefused):
    """Twice the threshold must be more than all, or two halves could each decrypt by themselves."""

    code = "threshold_too_low"
    message = _(
        "Of %(trustees)s trustees at least %(needed)s must be needed, more than half, and no more "
        "than there are."
    )


class RoundRefused(ElectionRefused):
    """A message of the key rounds that does not hold, or is for trustees who are no longer."""

    code = "round_refused"
    message = _(
        "This step of the keys does not fit what the other trustees have handed in. Reload the "
        "page and take the step again."
    )


class RoundTooEarly(ElectionRefused):
    code = "round_too_early"
    message = _("The other trustees have not finished the step before: %(waiting)s.")


class ServerKeyMissing(ElectionRefused):
    code = "server_key_missing"
    message = _(
        "The server's key of this ballot box is not in its folder. Bring the folder of the "
        "election keys back, or annul the ballot and repeat it."
    )


class ServerKeyNotKept(ElectionRefused):
    code = "server_key_not_kept"
    message = _(
        "The server cannot write this ballot box's key into its folder (%(reason)s), so the box is "
        "not opened. Tell whoever runs the server, then open it again."
    )


class PartialRefused(ElectionRefused):
    code = "partial_refused"
    message = _(
        "The share of %(trustee)s does not verify. Nothing was taken over; try again with the key "
        "file of this meeting."
    )


class RehearsalRefused(ElectionRefused):
    code = "rehearsal_refused"
    message = _(
        "The test share of %(trustee)s does not verify: it was not made with the key that was "
        "agreed upon. Take the key file of this meeting, or tell the secretariat that the keys "
        "have to be made anew."
    )


class AuthorityIsTrustee(ElectionRefused):
    code = "authority_is_trustee"
    message = _(
        "%(person)s cannot make the voting codes and hold a key too: the two powers are kept "
        "apart. Name another person."
    )
