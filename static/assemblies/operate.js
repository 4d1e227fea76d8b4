/** The operator's page: what somebody is typing is not replaced under their hands. */
const TYPED = "input:not([type=hidden]), textarea, select";

/** Whether somebody is filling in something inside `part`.
 * @param {Element} part */
function isFilledIn(part) {
  const active = document.activeElement;
  if (active?.matches(TYPED) && part.contains(active)) return true;
  return [...part.querySelectorAll("input")].some((field) => field.value !== field.defaultValue);
}

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const part = event.detail.target;
  if (part.matches("[data-live]") && isFilledIn(part)) {
    event.detail.shouldSwap = false;
    part.dataset.stale = "";
  }
});

// It is fetched once they have gone on.
document.body.addEventListener("focusout", () => {
  setTimeout(() => {
    document.querySelectorAll("[data-stale]").forEach((part) => {
      if (isFilledIn(part)) return;
      delete part.dataset.stale;
      part.dispatchEvent(new CustomEvent("meeting-changed"));
    });
  });
});
