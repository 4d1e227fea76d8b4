/**
 * The booth: code, choices, review, encryption, tracker. One section of the page is shown at a time.
 */
import {
  collectMarks, describeMarks, forgetMarks, isUndecided, restoreMarks, toChoices, watchMarks,
} from "./ballot_form.js";
import { forget, hold, take, takeFromAddress } from "./code_store.js";
import { callWorker } from "./crypto/client.js";
import { saveFile } from "./paper.js";
import { get, post } from "./send.js";
import { explain, say } from "./text.js";

const root = document.getElementById("booth");
const { dataset } = root;
const sections = Array.from(root.querySelectorAll("[data-step]"));
/** Whoever votes by slip has no log-in, and one code for the ballots of the day. */
const bySlip = dataset.bySlip === "yes";
const codeInput = document.getElementById("code");
const keepBox = document.getElementById("keep-code");
const stash = `booth-${dataset.entry}-${location.pathname}`;
/** Where this tab keeps the tracker of a ballot that is received and not checked yet. */
const awaited = `awaited-${dataset.entry}-${location.pathname}`;
const STEP_NUMBERS = {
  code: 1, choose: 2, review: 3, sending: 4, committed: 4, opened: 4, sent: 4,
};
/** The code in its normal form, once it was checked; and the ballot made, for sending it again. */
let code = "";
let made = null;
/** @type {{election: string, boxKey: string, commitment: string}|null} not signed yet */
let prepared = null;
/** @type {object|null} the file of a ballot that was opened instead of cast */
let opened = null;
/** @type {import("./crypto/receipt.js").Receipt|null} of the last ballot that was taken */
let receipt = null;
let shown = 0;

function show(index) {
  shown = index;
  sections.forEach((section, number) => {
    section.hidden = number !== index;
  });
  const step = STEP_NUMBERS[sections[index].dataset.step];
  document.getElementById("step").textContent = say("step", { now: step, of: 4 });
  window.scrollTo(0, 0);
  sections[index].querySelector("h1").focus();
}

const indexOf = (step) => sections.findIndex((section) => section.dataset.step === step);

/** @param {string} field id of the element that shows it @param {string} sentence */
function tell(field, sentence) {
  document.getElementById(field).textContent = sentence;
}

async function acceptCode() {
  const checked = await callWorker("checkCode", [codeInput.value]);
  codeInput.setAttribute("aria-invalid", String(!checked.ok));
  tell("code-problem", checked.ok ? "" : say(checked.problem, { position: checked.position }));
  if (!checked.ok) return codeInput.focus();
  code = checked.code;
  codeInput.value = code;
  return show(indexOf("code") + 1);
}

function next(section) {
  const contest = section.dataset.contest;
  const undecided = contest && isUndecided(section);
  section.querySelector("[data-notice]").textContent = undecided ? say("choose_one") : "";
  if (undecided) return;
  if (sections[shown + 1].dataset.step === "review") fillReview();
  show(shown + 1);
}

const contestSections = () => sections.filter((section) => section.dataset.step === "choose");

function fillReview() {
  const parts = contestSections().map((section) => describeMarks(section));
  document.getElementById("review").replaceChildren(...parts);
}

/** Encrypt and prove, and show the commitment: only then does the voter say what becomes of it. */
async function prepareBallot() {
  show(indexOf("sending"));
  root.querySelector("[data-retry]").hidden = true;
  tell("sending-problem", "");
  tell("sending-state", say("encrypting"));
  made = null;
  opened = null;
  try {
    const { election, box_key: boxKey } = await get(dataset.dataUrl);
    const choices = contestSections().flatMap((section) => toChoices(section));
    const commitment = await callWorker("prepareBallot", [election, code, choices], advance);
    prepared = { election, boxKey, commitment };
    tell("commitment", commitment);
    show(indexOf("committed"));
  } catch (error) {
    fail(error);
  }
}

function advance(done) {
  document.getElementById("progress").value = done;
}

async function castBallot() {
  show(indexOf("sending"));
  root.querySelector("[data-retry]").hidden = true;
  tell("sending-problem", "");
  try {
    if (made === null) {
      tell("sending-state", say("signing"));
      made = { ...prepared, ...await callWorker("signBallot", [], advance) };
    }
    tell("sending-state", say("sending"));
    const answer = await post(dataset.castUrl, {
      ballot: made.ballot, supplement: made.supplement, entry: dataset.entry,
    });
    await finish(await settled(answer));
  } catch (error) {
    fail(error);
  }
}

/** A page that was loaded anew while its ballot was being checked asks on for the receipt. */
async function resume(tracker) {
  show(indexOf("sending"));
  root.querySelector("[data-retry]").hidden = true;
  try {
    const { election, box_key: boxKey } = await get(dataset.dataUrl);
    made = { election, boxKey, tracker };
    await finish(await settled(await stateOf(tracker)));
  } catch (error) {
    // The ballot itself went with the page before: it can be asked for, and not be sent again.
    if (error.code !== "offline") sessionStorage.removeItem(awaited);
    made = null;
    tellTracker("");
    tell("sending-state", "");
    tell("sending-problem", explain(error));
    root.querySelector("[data-retry]").hidden = false;
    root.querySelector("[data-again]").hidden = true;
  }
}

const stateOf = (tracker) => get(`${dataset.stateUrl}?tracker=${encodeURIComponent(tracker)}`);

/** @param {string} tracker of the ballot that is being checked; none is shown without one */
function tellTracker(tracker) {
  tell("received-tracker", tracker);
  document.getElementById("received-tracker").hidden = tracker === "";
}

/** First the box is told, so that it never takes this ballot; then it is opened. */
async function openBallot() {
  tell("opening-problem", "");
  try {
    await post(dataset.openUrl, { commitment: prepared.commitment, entry: dataset.entry });
    opened = await callWorker("openBallot", []);
    const parts = contestSections().map((section) => describeMarks(section));
    document.getElementById("opened-marks").replaceChildren(...parts);
    tell("opened-commitment", prepared.commitment);
    show(indexOf("opened"));
  } catch (error) {
    tell("opening-problem", explain(error));
  }
}

/**
 * A ballot whose proofs take long is kept first and checked after: ask until its receipt is there.
 * @param {{tracker: string, ahead?: number, again_after?: number}} answer
 */
async function settled(answer) {
  while (answer.ahead !== undefined && answer.tracker === made.tracker) {
    tell("sending-state", say(answer.ahead ? "received_behind" : "received", { ahead: answer.ahead }));
    tellTracker(made.tracker);
    sessionStorage.setItem(awaited, made.tracker);
    await new Promise((go) => setTimeout(go, answer.again_after * 1000));
    answer = await stateOf(made.tracker);
  }
  return answer;
}

/** @param {Error & {code?: string}} error */
function fail(error) {
  // With the first two answers the ballot may well be in the box; with the last it is.
  const taken = ["wrong_tracker", "bad_receipt", "receipt_too_late"].includes(error.code);
  tell("sending-state", taken ? "" : say("not_sent"));
  tell("sending-problem", explain(error));
  // Sent again as it is: the box knows a ballot that it has, so nothing counts twice.
  const resend = ["offline", "logged_out", "failed", "not_stored"].includes(error.code ?? "failed");
  tellTracker("");
  if (!resend) {
    made = null;
    sessionStorage.removeItem(awaited);
  }
  if (made === null) prepared = null;
  root.querySelector("[data-retry]").hidden = false;
  root.querySelector("[data-again]").hidden = !resend;
}

/** @param {import("./crypto/receipt.js").Receipt} answer */
async function finish(answer) {
  if (answer.tracker !== made.tracker) return fail(Object.assign(new Error(), { code: "wrong_tracker" }));
  const { election, boxKey, tracker } = made;
  const signed = await callWorker("checkReceipt", [answer, election, boxKey, tracker]);
  if (!signed) return fail(Object.assign(new Error(), { code: "bad_receipt" }));
  receipt = answer;
  sessionStorage.removeItem(awaited);
  tellTracker("");
  if (keepBox.checked) hold(code, true);
  else forget();
  code = "";
  codeInput.value = "";
  tell("tracker", made.tracker);
  tell("head", answer.head);
  root.querySelectorAll("a[data-board]").forEach((link) => {
    link.hash = `t-${made.tracker}`;
  });
  made = null;
  contestSections().forEach(forgetMarks);
  return show(indexOf("sent"));
}

async function copyTracker() {
  const text = document.getElementById("tracker").textContent;
  try {
    await navigator.clipboard.writeText(text);
    tell("copied", say("copied"));
  } catch {
    // Browsers lend the clipboard to encrypted pages only: the text is marked to be copied by hand.
    getSelection().selectAllChildren(document.getElementById("tracker"));
    tell("copied", say("copy_by_hand"));
  }
}

/** Changing the language loads the page anew: what was chosen waits in this tab meanwhile. */
function keepOverLanguageChange() {
  const kept = JSON.parse(sessionStorage.getItem(stash) ?? "null");
  sessionStorage.removeItem(stash);
  const keep = () => {
    const marks = contestSections().map((section) => collectMarks(section));
    const state = { code: codeInput.value, keep: keepBox.checked, marks, shown };
    if (sections[shown].dataset.step !== "sent") sessionStorage.setItem(stash, JSON.stringify(state));
  };
  document.querySelectorAll("form.languages").forEach((form) => form.addEventListener("submit", keep));
  document.querySelectorAll("a[data-language]").forEach((link) => link.addEventListener("click", keep));
  return kept;
}

/** @param {{code: string, keep: boolean, marks: import("./ballot_form.js").Marks[], shown: number}} kept */
async function restore(kept) {
  codeInput.value = kept.code;
  keepBox.checked = kept.keep;
  contestSections().forEach((section, index) => restoreMarks(section, kept.marks[index]));
  const checked = await callWorker("checkCode", [kept.code]);
  if (!checked.ok || kept.shown === 0) return show(0);
  code = checked.code;
  fillReview();
  return show(Math.min(kept.shown, indexOf("review")));
}

function start() {
  contestSections().forEach(watchMarks);
  const fromLink = takeFromAddress();
  // A code kept from an earlier ballot is the voter's own, never that of whom they stand for.
  const found = take();
  const held = dataset.byProxy === "yes" && found.keep ? { code: "", keep: false } : found;
  const kept = keepOverLanguageChange();
  codeInput.value = fromLink || held.code;
  keepBox.checked = held.keep || bySlip;
  document.getElementById("code-form").addEventListener("submit", (event) => {
    event.preventDefault();
    acceptCode();
  });
  root.querySelectorAll("[data-next]").forEach((button) =>
    button.addEventListener("click", () => next(button.closest("[data-step]"))));
  root.querySelectorAll("[data-back]").forEach((button) =>
    button.addEventListener("click", () => show(shown - 1)));
  root.querySelectorAll("[data-to-code]").forEach((button) =>
    button.addEventListener("click", () => show(indexOf("code"))));
  const onClick = (selector, act) => root.querySelectorAll(selector).forEach((button) =>
    button.addEventListener("click", act));
  // Whoever went back may have marked otherwise, so a new ballot is made; "again" sends the old one.
  onClick("[data-encrypt]", prepareBallot);
  onClick("[data-cast]", () => (prepared ? castBallot() : prepareBallot()));
  onClick("[data-open]", openBallot);
  onClick("[data-mark-anew]", () => show(indexOf("choose")));
  onClick("[data-save-opened]", () => saveFile(`${dataset.slug}.opened.json`, opened));
  document.getElementById("save-receipt").addEventListener("click", () =>
    saveFile(`${dataset.slug}.receipt.json`, receipt));
  document.getElementById("copy").addEventListener("click", copyTracker);
  const waiting = sessionStorage.getItem(awaited);
  if (waiting) resume(waiting);
  else if (kept) restore(kept);
  else show(0);
}

start();
