/**
 * The credential authority's page: makes the codes, saves and prints them, sends public halves.
 *
 * @typedef {{voter: string, name: string, firm: string, votes: number}} Elector
 * @typedef {Elector & {code: string}} CodeRow
 */
import { callWorker } from "./crypto/client.js";
import { asTable, listMails } from "./hand_out.js";
import { drawQr, fillTemplate, printSheets, readFile, saveFile, saveText } from "./paper.js";
import { get, post } from "./send.js";
import { say } from "./text.js";
import { parse, workSteps } from "./work_steps.js";

const root = document.getElementById("codes");
const { dataset } = root;
const FORMAT = "association-voting-codes";
/** @type {CodeRow[]} the codes, while the page is open; and those that no file holds yet */
let rows = [];
let saved = true;
/** @type {{ceremony: string, electors: Elector[], elections: object[]}} */
let roll;

const { part, tell, onClick } = workSteps(root, () => refresh());

/**
 * Which code is an elector's: that of the same person for the same firm, or else an unused one of
 * the same person, whose firm may be written otherwise on another roll.
 *
 * @param {Elector[]} electors
 * @returns {(CodeRow|undefined)[]} for each of them
 */
function match(electors) {
  const free = new Set(rows);
  const claim = (test) => {
    const found = [...free].find(test);
    free.delete(found);
    return found;
  };
  const exact = electors.map(({ voter, firm }) =>
    claim((row) => row.voter === voter && row.firm === firm));
  return electors.map(({ voter }, index) => exact[index] ?? claim((row) => row.voter === voter));
}

const without = (electors) => {
  const matched = match(electors);
  return electors.filter((_, index) => !matched[index]);
};

async function makeCodes() {
  const place = part("make");
  const wanted = without(roll.electors);
  tell(place, say("making_codes"));
  const codes = await callWorker("newCodes", [wanted.length]);
  rows = [...rows, ...wanted.map((elector, index) => ({ ...elector, code: codes[index] }))];
  saved = false;
  tell(place, say("codes_made", { number: wanted.length }));
}

async function loadFile() {
  const place = part("make");
  const [file] = root.querySelector("input[type=file]").files;
  if (!file) throw Object.assign(new Error(), { code: "no_file" });
  const content = parse(await readFile(file));
  if (content?.format !== FORMAT || content.version !== 1 || content.assembly !== roll.ceremony) {
    throw Object.assign(new Error(), { code: "bad_codes_file" });
  }
  rows = content.codes;
  saved = true;
  tell(place, say("codes_loaded", { number: rows.length }));
}

function save() {
  saveFile(dataset.fileName, { format: FORMAT, version: 1, assembly: roll.ceremony, codes: rows });
  saved = true;
  refresh();
}

function printLetters() {
  const letters = votesAdded().map(({ name, firm, code, votes }) => {
    const letter = fillTemplate("letter", { name, firm, code, votes });
    if (votes === 1) letter.querySelectorAll("[data-weight]").forEach((line) => line.remove());
    // Everything after the # stays in the voter's browser: no server is ever asked for it.
    drawQr(`${dataset.link}#${code}`, letter.querySelector("[data-qr]"));
    return letter;
  });
  document.getElementById("letters").replaceChildren(...letters);
  printSheets();
}

/** Addresses and votes stand on the roll of the day, not in the file of the codes. */
function addressed() {
  const emails = new Map(roll.electors.map(({ voter, email }) => [voter, email]));
  return rows.map((row) => ({ ...row, email: emails.get(row.voter) ?? "" }));
}

function votesAdded() {
  const matched = match(roll.electors);
  const votes = new Map(matched.map((row, index) => [row, roll.electors[index].votes]));
  return rows.map((row) => ({ ...row, votes: votes.get(row) ?? 1 }));
}

async function sendAll() {
  const place = part("send");
  for (const election of sendable()) {
    const codes = match(election.electors).map(({ code }) => code);
    const bar = place.querySelector("progress");
    bar.hidden = false;
    tell(place, say("deriving", { title: election.title }));
    const publics = await callWorker("deriveEach", [codes, election.uuid], (done) => {
      bar.value = done;
    });
    bar.hidden = true;
    const answer = await post(election.url, { publics: listed(publics, election.electors) });
    showSent(election, answer);
  }
  tell(place, say("all_sent"));
}

/**
 * The list as it is published: sorted by value, so that its order says nothing about whose they are,
 * and with the votes of each elector who has more than one.
 *
 * @param {string[]} publics in the order of the electors
 * @param {Elector[]} electors
 * @returns {string[]}
 */
const listed = (publics, electors) => publics.map((key, index) => {
  const { votes } = electors[index];
  return votes > 1 ? `${key},${votes}` : key;
}).sort();

/** Boxes that are not open yet and for every one of whose electors there is a code. */
const sendable = () => roll.elections.filter((election) =>
  !election.open && election.electors.length > 0 && without(election.electors).length === 0);

function showSent(election, { received, fingerprint }) {
  election.received = received;
  const line = root.querySelector(`[data-election="${election.id}"]`);
  line.querySelector("[data-received]").textContent = say("received", { received });
  line.querySelector("[data-received]").className = "chip";
  line.querySelector("[data-fingerprint]").textContent = fingerprint;
}

/** What can be done next: nothing is sent or printed that no saved file holds. */
function refresh() {
  const lacking = without(roll.electors).length;
  root.querySelector("[data-load]").disabled = false;
  root.querySelector("[data-make]").hidden = lacking === 0;
  root.querySelector("[data-make]").textContent =
    say(rows.length ? "make_further" : "make_all", { number: lacking });
  root.querySelector("[data-save]").disabled = rows.length === 0;
  const ready = rows.length > 0 && saved;
  root.querySelectorAll("[data-print], [data-table]").forEach((button) => {
    button.disabled = !ready;
  });
  root.querySelector("[data-mails]").hidden = !ready;
  listMails(ready ? addressed() : [], dataset.link, root.querySelector("[data-mails] ul"));
  root.querySelector("[data-send]").disabled = rows.length === 0 || !saved || sendable().length === 0;
}

/** Codes that no file holds would be lost with the page. */
window.addEventListener("beforeunload", (event) => {
  if (!saved) event.preventDefault();
});

roll = await get(dataset.electorsUrl);
onClick("[data-make]", part("make"), makeCodes);
onClick("[data-load]", part("make"), loadFile);
onClick("[data-send]", part("send"), sendAll);
root.querySelector("[data-save]").addEventListener("click", save);
root.querySelector("[data-print]").addEventListener("click", printLetters);
root.querySelector("[data-table]").addEventListener("click", () =>
  saveText("voting-codes.csv", asTable(addressed(), dataset.link), "text/csv"));
refresh();
