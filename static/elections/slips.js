/**
 * Where slips are made: codes that belong to nobody, saved and printed by their maker.
 */
import { callWorker } from "./crypto/client.js";
import { drawQr, fillTemplate, printSheets, readFile, saveFile } from "./paper.js";
import { get, post } from "./send.js";
import { say } from "./text.js";
import { parse, workSteps } from "./work_steps.js";

const root = document.getElementById("slips");
const { dataset } = root;
const FORMAT = "association-voting-slips";
const MOST = 20_000;
const { part, tell, onClick } = workSteps(root, () => refresh());
const number = root.querySelector("#number");
/** @type {string[]} every slip of the day; and those that were made since a file was loaded */
let codes = [];
let fresh = [];
let saved = true;
/** @type {{ceremony: string, name: string, out: string[], elections: object[]}} */
let day;

async function make() {
  const place = part("make");
  const wanted = Number(number.value);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > MOST) {
    throw Object.assign(new Error(), { code: "bad_number" });
  }
  fresh = [...fresh, ...(await callWorker("newCodes", [wanted]))];
  codes = [...codes, ...fresh.slice(-wanted)];
  saved = false;
  tell(place, say("slips_made", { number: wanted }));
}

async function load() {
  const [file] = root.querySelector("input[type=file]").files;
  if (!file) throw Object.assign(new Error(), { code: "no_file" });
  const content = parse(await readFile(file));
  const ours = content?.format === FORMAT && content.version === 1;
  if (!ours || content.assembly !== day.ceremony) {
    throw Object.assign(new Error(), { code: "bad_codes_file" });
  }
  [codes, fresh, saved] = [content.codes, [], true];
  tell(part("make"), say("slips_loaded", { number: codes.length }));
}

/** By their value: the file tells nothing of the order on the sheets. */
function save() {
  const content = { format: FORMAT, version: 1, assembly: day.ceremony, codes: codes.toSorted() };
  saveFile(dataset.fileName, content);
  saved = true;
  refresh();
}

/** Those made now, or all of a file: shuffled, so that no order is that of the file. */
function print() {
  const slips = shuffled(fresh.length ? fresh : codes).map((code) => {
    const slip = fillTemplate("slip", { code });
    // Everything after the # stays in the voter's browser: no server is ever asked for it.
    drawQr(`${dataset.link}#${code}`, slip.querySelector("[data-qr]"));
    return slip;
  });
  document.getElementById("sheets").replaceChildren(...slips);
  printSheets();
}

/** @param {string[]} list @returns {string[]} each order nearly equally likely */
function shuffled(list) {
  const draws = list.map((code) => ({ code, lot: crypto.getRandomValues(new Uint32Array(2)) }));
  draws.sort((one, other) => one.lot[0] - other.lot[0] || one.lot[1] - other.lot[1]);
  return draws.map(({ code }) => code);
}

async function sendAll() {
  const place = part("send");
  tell(place, say("deriving", { title: say("slips") }));
  const names = await derived("deriveEach", codes, day.name);
  await post(dataset.registerUrl, { publics: names.toSorted() });
  // A slip that is out votes in no box that is opened from now on.
  const out = new Set(day.out);
  const voting = codes.filter((_, index) => !out.has(names[index]));
  for (const election of day.elections.filter(({ open }) => !open)) {
    tell(place, say("deriving", { title: election.title }));
    const publics = await derived("deriveAll", voting, election.uuid);
    showSent(election, await post(election.url, { publics }));
  }
  tell(place, say("all_sent"));
}

/** @param {string} op @param {string[]} list @param {string} name @returns {Promise<string[]>} */
async function derived(op, list, name) {
  const bar = part("send").querySelector("progress");
  bar.hidden = false;
  const publics = await callWorker(op, [list, name], (done) => {
    bar.value = done;
  });
  bar.hidden = true;
  return publics;
}

function showSent(election, { received, fingerprint }) {
  const line = root.querySelector(`[data-election="${election.id}"]`);
  line.querySelector("[data-received]").textContent = say("received", { received });
  line.querySelector("[data-received]").className = "chip";
  line.querySelector("[data-fingerprint]").textContent = fingerprint;
}

/** What can be done next: nothing is sent or printed that no saved file holds. */
function refresh() {
  const ready = codes.length > 0 && saved;
  root.querySelector("[data-save]").disabled = codes.length === 0;
  root.querySelector("[data-print]").disabled = !ready;
  root.querySelector("[data-send]").disabled = !ready;
}

/** Codes that no file holds would be lost with the page. */
window.addEventListener("beforeunload", (event) => {
  if (!saved) event.preventDefault();
});

day = await get(dataset.dataUrl);
onClick("[data-make]", part("make"), make);
onClick("[data-load]", part("make"), load);
onClick("[data-send]", part("send"), async () => {
  // What was scanned out since this page was opened must be left out too.
  day = await get(dataset.dataUrl);
  await sendAll();
});
root.querySelector("[data-save]").addEventListener("click", save);
root.querySelector("[data-print]").addEventListener("click", print);
root.querySelectorAll("[data-make], [data-load]").forEach((button) => {
  button.disabled = false;
});
refresh();
