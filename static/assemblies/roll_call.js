/**
 * The roll is called with three keys. Answers go to the server one after the other, and a list that
 * comes back meanwhile never makes a name wait again whose answer is still on its way: the next key
 * would write over it.
 */
const TYPED = "input:not([type=hidden]), textarea, select";
const KEYS = { 1: "for", 2: "against", 3: "abstain" };
const PATIENCE = 8000;
/** What is not acknowledged yet: the choice by the address that takes it. */
const underWay = new Map();
let before = Promise.resolve();
/** The address of the name that somebody went to with the arrows or Tab. */
let held = "";

/** @param {Element} line */
function addressOf(line) {
  return line.querySelector("form").getAttribute("action");
}

function lines() {
  return [...document.querySelectorAll(".roll-lines [data-line]")];
}

/** The name that somebody went to, else the first that has not answered. */
function calledLine() {
  return lines().find((line) => addressOf(line) === held) ?? document.querySelector(".roll-lines .waiting");
}

/** @param {number} step */
function goTo(step) {
  const all = lines();
  const next = all[Math.max(0, all.indexOf(calledLine()) + step)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** Show what is under way as answered, and where one is. */
function mark() {
  for (const line of lines()) {
    const choice = underWay.get(addressOf(line));
    if (!choice) continue;
    line.classList.replace("waiting", "answered");
    for (const button of line.querySelectorAll("button")) {
      button.classList.toggle("chosen", button.value === choice);
    }
  }
  if (document.activeElement?.matches(TYPED)) return;
  const called = calledLine();
  if (held && document.activeElement === document.body) called?.focus();
  called?.scrollIntoView({ block: "nearest" });
}

/** After an answer the next name is the first that has not answered, not the one below.
 * @param {HTMLFormElement} form
 * @param {string} choice */
function take(form, choice) {
  const address = form.getAttribute("action");
  const body = new FormData(form);
  body.set("choice", choice);
  held = "";
  if (document.activeElement?.closest("[data-line]")) document.activeElement.blur();
  underWay.set(address, choice);
  mark();
  before = before.then(() => send(address, choice, body));
}

/** @param {string} address
 * @param {string} choice
 * @param {FormData} body */
async function send(address, choice, body) {
  // A refusal or a failure before has ended this one too: its name waits again.
  if (underWay.get(address) !== choice) return;
  try {
    const answer = await fetch(address, {
      method: "POST",
      body,
      headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    // The log-in has ended: the page leads there, and back.
    if (answer.redirected) return location.reload();
    show(address, choice, await answer.text());
  } catch {
    lost();
  }
}

/** Who was not taken down waits again, here until the list is fetched. */
function lost() {
  for (const line of lines().filter((each) => underWay.has(addressOf(each)))) {
    line.classList.replace("answered", "waiting");
    line.querySelector(".chosen")?.classList.remove("chosen");
  }
  underWay.clear();
  document.getElementById("roll-call-lost").hidden = false;
  document.getElementById("operate-now").dispatchEvent(new CustomEvent("meeting-changed"));
}

/** @param {string} address
 * @param {string} choice
 * @param {string} text */
function show(address, choice, text) {
  if (underWay.get(address) === choice) underWay.delete(address);
  document.getElementById("roll-call-lost").hidden = true;
  const list = new DOMParser().parseFromString(text, "text/html").getElementById("roll-call");
  if (list?.querySelector("[data-refused]")) underWay.clear();
  if (list && document.getElementById("roll-call")) {
    window.htmx.swap("#roll-call", text, { swapStyle: "outerHTML" });
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-line] form")) return;
  event.preventDefault();
  take(event.target, event.submitter.value);
});

document.addEventListener("focusin", (event) => {
  const line = event.target.closest("[data-line]");
  held = line ? addressOf(line) : "";
});

document.addEventListener("keydown", (event) => {
  const list = document.getElementById("roll-call");
  if (!list || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches?.(TYPED)) return;
  const choice = KEYS[event.key];
  if (choice && !event.repeat) {
    event.preventDefault();
    const button = calledLine()?.querySelector(`button[value=${choice}]`);
    if (button && !button.disabled) take(button.form, choice);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    goTo(event.key === "ArrowDown" ? 1 : -1);
  }
});

// A list that was fetched before an answer does not know of it.
document.body.addEventListener("htmx:afterSwap", mark);
document.body.addEventListener("htmx:afterSettle", mark);
