/**
 * A list of people that is shown by search alone: whoever matches, and whoever has a mark already.
 */
import { say } from "./text.js";

/** So many at once fit a phone's screen; more letters find the others. */
const MOST = 12;

/** @param {string} text @returns {string} without differences that nobody types */
const plain = (text) => text.normalize("NFKC").toLocaleLowerCase();

/** @param {HTMLElement} item @returns {boolean} whether it is ticked or has a number */
function isMarked(item) {
  const { type, checked, value } = item.querySelector("input");
  return type === "checkbox" ? checked : value !== "" && value !== "0";
}

/** @param {HTMLElement} finder shows who is sought, and keeps who is marked in view */
export function showPeople(finder) {
  const wanted = plain(finder.querySelector("[data-find]").value).split(/\s+/).filter(Boolean);
  const items = Array.from(finder.querySelectorAll("[data-person]"));
  const matches = (item) => wanted.every((word) => plain(item.dataset.words).includes(word));
  const found = wanted.length ? items.filter(matches) : [];
  const shown = new Set(found.slice(0, MOST));
  items.forEach((item) => {
    item.hidden = !shown.has(item) && !isMarked(item);
  });
  const none = wanted.length && !found.length ? say("found_none") : "";
  finder.querySelector("[data-found]").textContent =
    found.length ? say("found", { shown: shown.size, found: found.length }) : none;
}

/** @param {HTMLElement} finder */
export function watchFinder(finder) {
  const search = finder.querySelector("[data-find]");
  search.addEventListener("input", () => showPeople(finder));
  // On a phone the return key only puts the keyboard away; in a form it would send.
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  showPeople(finder);
}
