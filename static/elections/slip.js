/**
 * Where the square on a slip leads: checks the code, keeps it in this tab and shows the boxes.
 */
import { forget, hold, take, takeFromAddress } from "./code_store.js";
import { callWorker } from "./crypto/client.js";
import { say } from "./text.js";

const form = document.getElementById("code-form");
const field = document.getElementById("code");
const problem = document.getElementById("code-problem");

/** @param {boolean} held whether a code is in this tab: without one no box can be entered */
function show(held) {
  form.hidden = held;
  document.getElementById("code-held").hidden = !held;
  document.getElementById("boxes").hidden = !held;
}

/** @param {string} typed */
async function accept(typed) {
  const checked = await callWorker("checkCode", [typed]);
  field.value = checked.ok ? "" : typed;
  field.setAttribute("aria-invalid", String(!checked.ok));
  problem.textContent = checked.ok ? "" : say(checked.problem, { position: checked.position });
  if (checked.ok) hold(checked.code, true);
  show(checked.ok);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  accept(field.value);
});
document.getElementById("forget-code").addEventListener("click", () => {
  forget();
  show(false);
});
// Another slip scanned in the same tab changes nothing of the address but what follows the #.
window.addEventListener("hashchange", () => location.reload());

const code = takeFromAddress() || take().code;
if (code) accept(code);
else show(false);
