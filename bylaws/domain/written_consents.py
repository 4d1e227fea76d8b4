"""Members who do not attend and consent in writing (BGB, § 33)."""

from bylaws.domain.figures import Figures
from bylaws.errors import CountDoesNotReconcile, FailedEquality, FigureInvalid


def check_written_consents(figures: Figures, consents: int) -> None:
    """Only whoever is absent consents in writing, so they and those present are not more than
    those entitled.

    Raises FigureInvalid below zero, CountDoesNotReconcile for more than can be.
    """
    if consents < 0:
        raise FigureInvalid(
            zh=f"书面同意数不能是负数（{consents}）。",
            en=f"Written consents cannot be negative ({consents}).",
        )
    entitled, present = figures.entitled, figures.present
    if entitled is None or present is None or present + consents <= entitled:
        return
    total = present + consents
    raise CountDoesNotReconcile(
        [
            FailedEquality(
                code="consents_exceed_absent",
                zh=f"到会与书面同意（{present}+{consents}={total}）应当不多于应到数（{entitled}）",
                en=f"present and consenting in writing ({present} + {consents} = {total}) must "
                f"not exceed those entitled ({entitled})",
            )
        ]
    )
