/**
 * The operator's page: what somebody is typing is not replaced under their hands, and the roll is
 * called with three keys.
 */
const TYPED = "input:not([type=hidden]), textarea, select";
const KEYS = { 1: "for", 2: "against", 3: "abstain" };

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

/** The name that is called: the one in focus, else the first that has not answered. */
function calledLine() {
  const held = document.activeElement?.closest("[data-line]");
  return held ?? document.querySelector(".roll-lines .waiting");
}

/** @param {number} step */
function goTo(step) {
  const lines = [...document.querySelectorAll("[data-line]")];
  const line = calledLine();
  const next = lines[Math.max(0, lines.indexOf(line) + step)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** The line counts as answered at once, so that the next key is for the next name even before the
 * server has said so; what it then says stands.
 * @param {Element | null} line
 * @param {string} choice */
function answer(line, choice) {
  const button = line?.querySelector(`button[value=${choice}]`);
  if (!button || button.disabled) return;
  if (line.contains(document.activeElement)) goTo(1);
  line.classList.replace("waiting", "answered");
  button.click();
}

document.addEventListener("keydown", (event) => {
  const list = document.getElementById("roll-call");
  if (!list || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches?.(TYPED)) return;
  const choice = KEYS[event.key];
  if (choice) {
    event.preventDefault();
    answer(calledLine(), choice);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    goTo(event.key === "ArrowDown" ? 1 : -1);
  }
});

// After an answer the next name that has not answered is called.
document.body.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement?.matches(TYPED)) return;
  document.querySelector(".roll-lines .waiting")?.scrollIntoView({ block: "nearest" });
});
