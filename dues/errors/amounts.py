"""Why an amount is not taken."""

from django.utils.translation import gettext_lazy as _

from dues.errors.base import DuesError


class AmountRefused(DuesError):
    """Base of what can be wrong with an amount as written; ``value`` is what was written."""

    code = "amount_refused"


class AmountMissing(AmountRefused):
    code = "amount_missing"
    message = _("No amount is given. Enter one, such as 1234.56.")


class AmountUnreadable(AmountRefused):
    code = "amount_unreadable"
    message = _("“%(value)s” is no amount. Write it in figures, such as 1234.56.")


class AmountAmbiguous(AmountRefused):
    code = "amount_ambiguous"
    message = _(
        "“%(value)s” could be read as more than one amount. Write it with a point before two "
        "decimals, such as 1234.56."
    )


class AmountNotExact(AmountRefused):
    code = "amount_not_exact"
    message = _(
        "“%(value)s” has more than two decimals. Amounts are never rounded: write it with two."
    )


class AmountTooLarge(AmountRefused):
    code = "amount_too_large"
    message = _(
        "“%(value)s” has too many figures for an amount. Check that it is no number of an account."
    )
