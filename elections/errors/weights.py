"""What is refused where some members have more votes than others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from elections.errors.base import ElectionRefused


class WeightsMismatch(ElectionRefused):
    code = "weights_mismatch"
    message = _(
        "The public codes do not have the votes of the roll: %(given)s came, and %(needed)s are "
        "needed (codes × votes of each). Reload the page, load the saved file and send again."
    )


class WeightsTell(ElectionRefused):
    code = "weights_tell"
    message = _(
        "Here the sums can tell how those with more votes voted (%(classes)s). Record that the "
        "meeting was told and agrees, then open the ballot box."
    )


class ScaleNamesNoClass(ElectionRefused):
    code = "scale_names_no_class"
    message = _(
        "%(citation)s gives votes to a member class that the register does not have: %(keys)s. "
        "Correct the key where the rule is marked in the bylaws, or add the class."
    )
