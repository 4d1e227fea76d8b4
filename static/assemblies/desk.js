/**
 * The check-in desk: what is scanned or entered goes to the server one after the other, while the
 * field is empty again for the next one. What could not be sent is said and kept to be sent again.
 */
import { offerCamera } from "../elections/camera.js";

const form = document.getElementById("desk-scan");
const field = document.getElementById("q");
const told = document.getElementById("desk-told");
const PATIENCE = 8000;
let before = Promise.resolve();

form.addEventListener("submit", (event) => {
  if (event.submitter?.formMethod === "get") return;
  event.preventDefault();
  const text = field.value.trim();
  field.value = "";
  field.focus();
  if (text) note(text);
});

/** In the order of scanning: two quick ones must not overtake each other.
 * @param {string} text */
function note(text) {
  before = before.then(() => send(text)).catch(() => refuse(text));
}

/** @param {string} text */
async function send(text) {
  const body = new FormData(form);
  body.set("q", text);
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    headers: { "HX-Request": "true" },
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  // The log-in has ended: the page leads there, and back.
  if (answer.redirected) return location.reload();
  window.htmx.swap(told, await answer.text(), { swapStyle: "innerHTML" });
}

/** @param {string} text */
function refuse(text) {
  const notice = document.getElementById("not-noted").content.cloneNode(true);
  notice.querySelector("[data-what]").textContent = text;
  notice.querySelector("[data-again]").addEventListener("click", () => {
    told.replaceChildren();
    field.focus();
    note(text);
  });
  told.replaceChildren(notice);
}

// Typed while the page was still loading: nobody listened to the field yet.
document.addEventListener("DOMContentLoaded", () => {
  if (field.value !== field.defaultValue) window.htmx.trigger(field, "search");
});

// In and out in a row of the list: the button itself is what is pressed again.
window.htmx.config.timeout = PATIENCE;
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.body.addEventListener(failure, (event) => {
    const row = event.target.closest?.(".desk-row");
    if (!row) return;
    const pressed = event.target.closest("form");
    const notice = document.getElementById("not-noted").content.cloneNode(true);
    notice.querySelector("[data-what]").textContent = row.querySelector("b").textContent;
    notice.querySelector("[data-again]").addEventListener("click", () => {
      told.replaceChildren();
      pressed.requestSubmit();
    });
    told.replaceChildren(notice);
    told.scrollIntoView({ block: "nearest" });
  });
}

offerCamera(document.getElementById("desk-scan"), note, () => field.focus());
