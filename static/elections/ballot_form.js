/**
 * The marks of one contest on the page: radio buttons for, against, abstain, a group for each
 * candidate. A motion or a single candidate has one group and starts undecided.
 *
 * @typedef {"for"|"against"|"abstain"|""} Mark
 */
import { say } from "./text.js";

const listing = new Intl.ListFormat(document.documentElement.lang);
const groups = (section) => Array.from(section.querySelectorAll("[data-candidate]"));

/** @param {HTMLElement} section @returns {Mark[]} one for each candidate */
export function collectMarks(section) {
  return groups(section).map((group) => group.querySelector("input:checked")?.value ?? "");
}

/** @param {HTMLElement} section @param {Mark[]} marks */
export function restoreMarks(section, marks) {
  groups(section).forEach((group, index) => {
    const input = group.querySelector(`input[value="${marks[index]}"]`);
    if (input) input.checked = true;
  });
  showCount(section);
}

/** @param {HTMLElement} section @returns {number[][]} the answers to the contest's questions */
export function toChoices(section) {
  const marks = collectMarks(section);
  const chosen = (wanted) => marks.map((mark) => (mark === wanted ? 1 : 0));
  if (section.dataset.kind === "slate") return [chosen("for"), chosen("against")];
  return [[chosen("for")[0], chosen("against")[0]]];
}

/**
 * Keeps the marks for within the seats, and the count in view.
 *
 * @param {HTMLElement} section
 */
export function watchMarks(section) {
  const notice = section.querySelector("[data-notice]");
  const seats = Number(section.dataset.seats);
  let before = collectMarks(section);
  section.addEventListener("change", () => {
    notice.textContent = "";
    const full = section.dataset.kind === "slate" && countFor(section) > seats;
    if (full) {
      restoreMarks(section, before);
      notice.textContent = say("seats_full", { seats });
    }
    before = collectMarks(section);
    showCount(section);
  });
  showCount(section);
}

const countFor = (section) => collectMarks(section).filter((mark) => mark === "for").length;

function showCount(section) {
  const place = section.querySelector("[data-count]");
  if (place) place.textContent = say("chosen", { chosen: countFor(section), seats: section.dataset.seats });
}

/** @param {HTMLElement} section @returns {HTMLElement} the contest's part of the review */
export function describeMarks(section) {
  const part = document.getElementById("review-part").content.cloneNode(true).firstElementChild;
  part.querySelector("[data-title]").textContent = section.querySelector("h1").textContent;
  const marks = collectMarks(section);
  const names = groups(section).map((group) => group.dataset.name);
  part.querySelectorAll("[data-mark]").forEach((row) => {
    const chosen = names.filter((_, index) => marks[index] === row.dataset.mark);
    row.hidden = chosen.length === 0;
    row.querySelector("[data-number]").textContent = section.dataset.kind === "slate" ? String(chosen.length) : "";
    row.querySelector("[data-names]").textContent =
      section.dataset.kind === "motion" ? "" : listing.format(chosen);
  });
  return part;
}
