/**
 * The page that checks an opened ballot, from its file.
 */
import { callWorker } from "./crypto/client.js";
import { readFile } from "./paper.js";
import { explain, say } from "./text.js";

const root = document.getElementById("check-ballot");
const place = (name) => root.querySelector(`[data-${name}]`);

async function check(file) {
  place("problem").textContent = "";
  place("result").hidden = true;
  try {
    tell(await callWorker("checkOpened", [await readFile(file)]));
  } catch (error) {
    place("problem").textContent = explain(error);
  }
}

/** @param {import("./crypto/opened.js").Opened} opened */
function tell({ name, fingerprint, commitment, questions }) {
  place("name").textContent = name;
  place("commitment").textContent = commitment;
  place("fingerprint").textContent = fingerprint;
  place("questions").replaceChildren(...questions.flatMap(({ question, marked }) => [
    line("dt", question), ...named(marked).map((text) => line("dd", text)),
  ]));
  place("result").hidden = false;
}

/** @param {string[]|null} marked `null` for a blank vote @returns {string[]} */
function named(marked) {
  if (marked === null) return [say("blank")];
  return marked.length ? marked : [say("nothing_marked")];
}

function line(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

document.getElementById("opened-file").addEventListener("change", ({ target }) => {
  const [file] = target.files;
  // Else the same file, saved again, would not be noticed.
  target.value = "";
  if (file) check(file);
});
