"""The QR codes of the letters are those of an independent maker."""

from __future__ import annotations

from typing import Any

import segno

from elections.crypto import credentials

# The dark modules, read from the drawing as a page shows it.
DARK = """
async (text) => {
  const { renderSVG } = await import("/elections/vendor/uqr-0.1.3/uqr.js");
  const drawing = renderSVG(text, { border: 0, pixelSize: 1, ecc: "M" });
  const svg = new DOMParser().parseFromString(drawing, "image/svg+xml").documentElement;
  document.body.replaceChildren(document.importNode(svg, true));
  const path = document.querySelector("svg path").getAttribute("d");
  const [, , size] = svg.getAttribute("viewBox").split(" ").map(Number);
  const dark = [...path.matchAll(/M(\\d+),(\\d+)/g)].map(([, x, y]) => [Number(y), Number(x)]);
  return { size, dark };
}
"""


def independent(text: str, mask: int) -> set[tuple[int, int]]:
    made = segno.make_qr(text, error="m", mask=mask, boost_error=False)
    return {
        (row, column)
        for row, modules in enumerate(made.matrix)
        for column, module in enumerate(modules)
        if module
    }


def test_qr_code_of_a_voting_code_is_drawn_right(booth: Any) -> None:
    # 26 characters fill the symbol: makers differ in the padding, which readers ignore.
    text = f"!{credentials.new_code()}"
    drawn = booth.evaluate(DARK, text)
    dark = {(row, column) for row, column in drawn["dark"]}
    # Any of the eight masks is right; makers may choose differently.
    assert any(dark == independent(text, mask) for mask in range(8))
    assert drawn["size"] == segno.make_qr(text, error="m", boost_error=False).symbol_size()[0] - 8
