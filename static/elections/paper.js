/**
 * What leaves the page for the desk: files, QR codes, printed sheets.
 */
import { renderSVG } from "./vendor/uqr-0.1.3/uqr.js";

/** @param {string} name @param {object} content is offered as a file of its JSON text */
export function saveFile(name, content) {
  saveText(name, JSON.stringify(content, null, 1), "application/json");
}

/** @param {string} name @param {string} text @param {string} type is offered as a file */
export function saveText(name, text, type) {
  const blob = new Blob([text], { type });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Only once the browser has surely begun to read it.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {string} text @param {Element} place is filled with the QR code of the text */
export function drawQr(text, place) {
  const drawing = new DOMParser().parseFromString(renderSVG(text, { border: 2 }), "image/svg+xml");
  place.replaceChildren(document.importNode(drawing.documentElement, true));
}

/** Prints what the page holds in `.prints`, and nothing else of it. */
export function printSheets() {
  document.body.classList.add("printing");
  window.addEventListener("afterprint", () => document.body.classList.remove("printing"), { once: true });
  window.print();
}

/**
 * @param {string} templateId
 * @param {Record<string, string>} values texts by `data-fill`
 * @returns {DocumentFragment}
 */
export function fillTemplate(templateId, values) {
  const copy = document.getElementById(templateId).content.cloneNode(true);
  copy.querySelectorAll("[data-fill]").forEach((place) => {
    place.textContent = values[place.dataset.fill] ?? "";
  });
  return copy;
}

/** @param {File} file @returns {Promise<string>} */
export const readFile = (file) => file.text();
