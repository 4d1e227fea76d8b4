/**
 * Other ways than printing by which the codes reach the voters: the authority's own mail program, and
 * a table for a delivery service of the association's choice. All of it is made in the browser.
 *
 * @typedef {{name: string, firm: string, email: string, code: string}} Row
 */
import { say } from "./text.js";

const COLUMNS = ["firm", "name", "email", "code", "link"];

/** What stands behind the # stays in the voter's browser. */
const addressOf = ({ code }, link) => `${link}#${code}`;

/**
 * @param {Row[]} rows
 * @param {string} link of the voters' page
 * @returns {string} CSV (RFC 4180) that spreadsheets read as UTF-8
 */
export function asTable(rows, link) {
  const lines = rows.map((row) => ({ ...row, link: addressOf(row, link) }));
  const table = [COLUMNS, ...lines.map((row) => COLUMNS.map((column) => row[column] ?? ""))];
  return `\ufeff${table.map((cells) => cells.map(quoted).join(",")).join("\r\n")}\r\n`;
}

/** A cell that begins like a formula would be computed by a spreadsheet. */
function quoted(cell) {
  const plain = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return `"${plain.replaceAll('"', '""')}"`;
}

/**
 * One link a voter, which opens the mail in the authority's mail program.
 *
 * @param {Row[]} rows
 * @param {string} link of the voters' page
 * @param {Element} place is filled
 */
export function listMails(rows, link, place) {
  place.replaceChildren(...rows.map((row) => {
    const item = document.createElement("li");
    const who = document.createElement(row.email ? "a" : "span");
    who.textContent = [row.name, row.firm].filter(Boolean).join(" · ");
    item.append(who);
    if (row.email) {
      const subject = encodeURIComponent(say("mail_subject"));
      const body = encodeURIComponent(say("mail_body", { ...row, link: addressOf(row, link) }));
      who.href = `mailto:${encodeURIComponent(row.email)}?subject=${subject}&body=${body}`;
    } else {
      item.append(" ", small(say("no_address")));
    }
    return item;
  }));
}

function small(text) {
  const made = document.createElement("small");
  made.textContent = text;
  return made;
}
