/**
 * The trustee's page: make the key, read it back from where it was saved, agree with the others
 * where some of them will do, decrypt closed boxes.
 */
import { callWorker } from "./crypto/client.js";
import { drawQr, fillTemplate, printSheets, readFile, saveFile } from "./paper.js";
import { followRounds, placeOf, shareOf } from "./rounds.js";
import { download, post } from "./send.js";
import { explain, say } from "./text.js";

const root = document.getElementById("keys");
const { dataset } = root;
/** @type {import("./crypto/key.js").KeyFile|null} the key, while the page is open */
let key = null;

const part = (name) => root.querySelector(`[data-part="${name}"]`);

/** @param {Element} place @param {string} sentence @param {boolean} [bad] */
function tell(place, sentence, bad = false) {
  const message = place.querySelector("[data-message]");
  message.textContent = sentence;
  message.className = bad ? "verdict bad" : "verdict";
}

/** Runs what a button does; a failure is told beside it. */
function onClick(button, place, act) {
  button?.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await act();
    } catch (error) {
      tell(place, explain(error), true);
    } finally {
      button.disabled = false;
    }
  });
}

async function makeKey() {
  const place = part("make");
  tell(place, say("making_key"));
  const { file, message } = await callWorker("newKey", [dataset.label]);
  const seat = placeOf(dataset);
  const announced = seat ? await callWorker("makeCertificate", [file, seat]) : message;
  await post(dataset.keyUrl, { message: announced });
  key = file;
  prepareSheet();
  root.querySelectorAll("[data-after-make]").forEach((element) => {
    element.hidden = false;
  });
  root.querySelector("[data-make]").hidden = true;
  tell(place, say("key_made"));
}

function prepareSheet() {
  const digits = key.private_key.replace(/(.{5})(?=.)/g, "$1 ");
  const sheet = fillTemplate("key-sheet", {
    label: key.label, digits, check: key.check, public: key.public_key,
  });
  drawQr(JSON.stringify(key), sheet.querySelector("[data-qr]"));
  document.getElementById("sheet").replaceChildren(sheet);
}

/** @returns {Promise<object>} the key of the chosen file, or of the sheet that was typed */
async function readKey(place) {
  const [file] = place.querySelector("input[type=file]").files;
  if (file) return callWorker("readKeyFile", [await readFile(file)]);
  const digits = place.querySelector("[name=digits]").value;
  const check = place.querySelector("[name=check]").value;
  if (!digits) throw Object.assign(new Error(), { code: "no_key_given" });
  return callWorker("readKeySheet", [dataset.label, digits, check]);
}

async function proveRestored() {
  const place = part("restore");
  const restored = await readKey(place);
  const { nonce } = await post(dataset.nonceUrl, {});
  const proof = await callWorker("restoreProof", [restored, nonce]);
  await post(dataset.restoredUrl, { proof });
  tell(place, say("restored"));
  key = restored;
  await goOn();
}

/** Takes the key once, and every step as soon as the others allow it. */
async function takePart() {
  key = await readKey(part("rounds"));
  await goOn();
}

async function goOn() {
  const place = part("rounds");
  place.querySelector("[data-give-key]")?.setAttribute("hidden", "");
  await followRounds(dataset, key, (sentence, bad) => tell(place, sentence, bad));
}

async function loadKey() {
  const place = part("decrypt");
  const given = await readKey(place);
  key = placeOf(dataset) ? await shareOf(dataset, given) : given;
  tell(place, say("key_loaded"));
  root.querySelectorAll("[data-box] [data-compute]").forEach((button) => {
    button.disabled = false;
  });
}

/** @param {HTMLElement} row the box to decrypt */
function watchBox(row) {
  const handIn = row.querySelector("[data-hand-in]");
  let share = null;
  onClick(row.querySelector("[data-compute]"), row, async () => {
    const bar = row.querySelector("progress");
    bar.hidden = false;
    tell(row, say("computing"));
    const archive = await download(row.dataset.archiveUrl);
    const done = await callWorker("decrypt", [archive, key], (progress) => {
      bar.value = progress;
    });
    if (!done.tallyMatches) throw Object.assign(new Error(), { code: "tally_differs" });
    share = done.partialDecryption;
    showComputed(row, done);
    handIn.hidden = false;
    tell(row, say("compare"));
  });
  onClick(handIn, row, async () => {
    await post(row.dataset.shareUrl, { share });
    row.querySelectorAll("button, progress").forEach((element) => {
      element.hidden = true;
    });
    tell(row, say("share_in"));
  });
}

/** @param {HTMLElement} row @param {Record<string, string|number>} done */
function showComputed(row, done) {
  row.querySelector("[data-computed]").hidden = false;
  row.querySelectorAll("[data-fill]").forEach((place) => {
    place.textContent = String(done[place.dataset.fill]);
  });
}

onClick(root.querySelector("[data-make]"), part("make"), makeKey);
onClick(root.querySelector("[data-restore]"), part("restore"), proveRestored);
onClick(root.querySelector("[data-take-part]"), part("rounds"), takePart);
onClick(root.querySelector("[data-load]"), part("decrypt"), loadKey);
root.querySelector("[data-save]")?.addEventListener("click", () => saveFile(dataset.fileName, key));
root.querySelector("[data-print]")?.addEventListener("click", printSheets);
root.querySelectorAll("[data-box]").forEach(watchBox);
