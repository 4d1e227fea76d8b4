/**
 * Scans slips out: the codes stay here, the server gets the public halves of what is taken out.
 *
 * @typedef {{code: string, public: string, credentials: Record<string, string>}} Read
 */
import { offerCamera } from "./camera.js";
import { callWorker } from "./crypto/client.js";
import { get, post } from "./send.js";
import { explain, say } from "./text.js";

const root = document.getElementById("slip-desk");
const { dataset } = root;
const field = document.getElementById("slip-code");
const told = document.getElementById("slip-told");
const takeOut = root.querySelector("[data-out]");
/** @type {Map<string, Read>} the slips of this round, by their names */
const read = new Map();
let before = Promise.resolve();

/** In the order of scanning, while the field is empty again for the next one.
 * @param {string} text */
function note(text) {
  before = before.then(() => add(text)).catch((error) => tell(explain(error), true));
}

/** @param {string} text a code, or the address in a slip's square */
async function add(text) {
  const checked = await callWorker("checkCode", [text.slice(text.indexOf("#") + 1)]);
  if (!checked.ok) return tell(say(checked.problem, { position: checked.position }), true);
  const { name, elections } = await boxes;
  const { public: slip } = await callWorker("derive", [checked.code, name]);
  if (read.has(slip)) return tell(say("read_already"), true);
  const credentials = {};
  for (const { id, uuid } of elections) {
    credentials[id] = (await callWorker("derive", [checked.code, uuid])).public;
  }
  read.set(slip, { code: checked.code, public: slip, credentials });
  tell(say("read", { number: read.size }));
  return refresh();
}

async function sendOut() {
  await before;
  takeOut.disabled = true;
  const reason = root.querySelector("input[name=reason]:checked").value;
  // By their value: neither the order of scanning nor a code leaves this page.
  const slips = [...read.values()]
    .toSorted((one, other) => (one.public < other.public ? -1 : 1))
    .map(({ public: slip, credentials }) => ({ public: slip, credentials }));
  try {
    const answer = await post(dataset.outUrl, { reason, slips });
    showRefused(answer.refused);
    read.clear();
    tell(say("out", { number: answer.out }));
    for (const figure of document.querySelectorAll("[data-figure]")) {
      figure.textContent = answer[figure.dataset.figure] ?? answer.slips[figure.dataset.figure];
    }
  } catch (error) {
    tell(explain(error), true);
  }
  refresh();
}

/** With the first letters of the code, by which the slip is found in the heap.
 * @param {{slip: string, message: string}[]} refused */
function showRefused(refused) {
  document.getElementById("refused").replaceChildren(...refused.map(({ slip, message }) => {
    const line = document.createElement("li");
    const letters = document.createElement("b");
    letters.textContent = `${read.get(slip).code.slice(0, 5)}…`;
    line.append(letters, ` ${message}`);
    return line;
  }));
}

/** @param {string} sentence @param {boolean} [bad] */
function tell(sentence, bad = false) {
  told.textContent = sentence;
  told.className = bad ? "verdict bad" : "verdict";
}

function refresh() {
  takeOut.disabled = read.size === 0;
  takeOut.textContent = say("take_out", { number: read.size });
}

const boxes = get(dataset.boxesUrl);
document.getElementById("slip-scan").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  field.value = "";
  field.focus();
  if (text) note(text);
});
takeOut.addEventListener("click", sendOut);
offerCamera(root, note, () => field.focus());
refresh();
