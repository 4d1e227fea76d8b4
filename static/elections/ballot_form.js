/**
 * The marks of one contest on the page: radio buttons for, against, abstain, a group for each
 * candidate, or one box to tick where marks for alone decide; who is written in; a blank vote. A
 * motion or a single candidate has one group and starts undecided.
 *
 * @typedef {"for"|"against"|"abstain"|""} Mark
 * @typedef {object} Marks
 * @property {Mark[]} standing one for each candidate
 * @property {boolean[]} written one for each who can be written in
 * @property {boolean} blank
 */
import { showPeople, watchFinder } from "./find_people.js";
import { say } from "./text.js";

const listing = new Intl.ListFormat(document.documentElement.lang);
const groups = (section) => Array.from(section.querySelectorAll("[data-candidate]"));
const people = (section) => Array.from(section.querySelectorAll("[data-written]"));
const isList = (section) => ["slate", "approval", "plurality"].includes(section.dataset.kind);
const isCovered = (section) => section.dataset.covered === "yes";

/** @param {HTMLElement} section @returns {Marks} */
export function collectMarks(section) {
  return {
    standing: groups(section).map((group) => group.querySelector("input:checked")?.value ?? ""),
    written: people(section).map((input) => input.checked),
    blank: section.querySelector("[data-blank]")?.checked ?? false,
  };
}

/** @param {HTMLElement} section @param {Marks} marks */
export function restoreMarks(section, { standing, written, blank }) {
  groups(section).forEach((group, index) => {
    group.querySelectorAll("input").forEach((input) => {
      input.checked = input.value === standing[index];
    });
  });
  people(section).forEach((input, index) => {
    input.checked = written[index];
  });
  const box = section.querySelector("[data-blank]");
  if (box) box.checked = blank;
  refresh(section);
}

/** @param {HTMLElement} section keeps nothing of what was marked and sought */
export function forgetMarks(section) {
  section.querySelectorAll("input").forEach((input) => {
    input.checked = false;
    if (input.type === "search") input.value = "";
  });
  section.querySelectorAll("[data-finder]").forEach(showPeople);
}

/** @param {HTMLElement} section @returns {boolean} whether something is still to be chosen */
export function isUndecided(section) {
  const { standing, blank } = collectMarks(section);
  return !isList(section) && !blank && standing.includes("");
}

/** @param {HTMLElement} section @returns {number[][]} the answers to the contest's questions */
export function toChoices(section) {
  const { standing, written, blank } = collectMarks(section);
  const chosen = (wanted) => standing.map((mark) => (mark === wanted ? 1 : 0));
  const first = section.querySelector("[data-blank]") ? [blank ? 1 : 0] : [];
  if (!isList(section)) return [[...first, chosen("for")[0], chosen("against")[0]]];
  const marksFor = [...first, ...chosen("for"), ...written.map(Number)];
  return section.dataset.kind === "slate" ? [marksFor, chosen("against")] : [marksFor];
}

/**
 * Keeps the marks within what the ballot allows, and the count in view.
 *
 * @param {HTMLElement} section
 */
export function watchMarks(section) {
  const notice = section.querySelector("[data-notice]");
  section.querySelectorAll("[data-finder]").forEach(watchFinder);
  let before = collectMarks(section);
  section.addEventListener("change", ({ target }) => {
    const marks = collectMarks(section);
    notice.textContent = "";
    if (target.matches("[data-blank]") && marks.blank) {
      restoreMarks(section, nothing(section));
    } else if (problem(section, marks)) {
      notice.textContent = problem(section, marks);
      restoreMarks(section, before);
    }
    before = collectMarks(section);
    refresh(section);
  });
  refresh(section);
}

/** @param {HTMLElement} section @returns {Marks} of a blank vote */
function nothing(section) {
  const none = section.dataset.kind === "slate" ? "abstain" : "";
  const { standing, written } = collectMarks(section);
  return { standing: standing.map(() => none), written: written.map(() => false), blank: true };
}

/** @param {HTMLElement} section @param {Marks} marks @returns {string} what they break, if they do */
function problem(section, { standing, written }) {
  const count = (mark) => standing.filter((one) => one === mark).length;
  const others = written.filter(Boolean).length;
  const seats = Number(section.dataset.seats);
  if (isList(section) && count("for") + others > seats) return say("seats_full", { seats });
  return isCovered(section) && others > count("against") ? say("not_covered") : "";
}

/** Whoever votes blank can mark nothing else; the count follows every mark. */
function refresh(section) {
  const { standing, written, blank } = collectMarks(section);
  section.querySelectorAll("[data-candidate] input, [data-finder] input").forEach((input) => {
    input.disabled = blank;
  });
  section.querySelectorAll("[data-finder]").forEach(showPeople);
  const place = section.querySelector("[data-count]");
  if (!place) return;
  const chosen = standing.filter((mark) => mark === "for").length + written.filter(Boolean).length;
  const text = section.dataset.kind === "approval" ? "chosen_any" : "chosen";
  place.textContent = say(text, { chosen, seats: section.dataset.seats });
}

/** @param {HTMLElement} section @returns {HTMLElement} the contest's part of the review */
export function describeMarks(section) {
  const part = document.getElementById("review-part").content.cloneNode(true).firstElementChild;
  part.querySelector("[data-title]").textContent = section.querySelector("h1").textContent;
  const names = groups(section).map((group) => group.dataset.name);
  const { standing, written, blank } = collectMarks(section);
  const others = people(section).map((input) => input.dataset.name);
  part.querySelectorAll("[data-mark]").forEach((row) => {
    const { mark } = row.dataset;
    const marked = names.filter((_, index) => standing[index] === mark);
    const chosen = mark === "written" ? others.filter((_, index) => written[index]) : marked;
    row.hidden = mark === "blank" ? !blank : blank || chosen.length === 0;
    if (mark === "blank") return;
    row.querySelector("[data-number]").textContent = isList(section) ? String(chosen.length) : "";
    row.querySelector("[data-names]").textContent =
      section.dataset.kind === "motion" ? "" : listing.format(chosen);
  });
  return part;
}
