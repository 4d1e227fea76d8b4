/**
 * The page that a letter's link opens: carries the code past the log-in and into the booths.
 */
import { forget, hold, take, takeFromAddress } from "./code_store.js";

const page = document.getElementById("vote");
const fromLetter = takeFromAddress();
const held = take();
const code = fromLetter || held.code;

if (code) {
  if (page.dataset.loggedIn === "yes") {
    carry(code, held.keep && code === held.code);
  } else {
    hold(code, false);
  }
  document.getElementById("code-held").hidden = false;
}

// Another letter's link opened in the same tab changes nothing of the address but what follows the #.
window.addEventListener("hashchange", () => location.reload());

/** @param {string} carried @param {boolean} kept */
function carry(carried, kept) {
  document.querySelectorAll("a[data-booth]").forEach((link) => {
    link.hash = carried;
  });
  const button = document.getElementById("forget-code");
  button.hidden = !kept;
  button.addEventListener("click", () => {
    forget();
    location.reload();
  });
}
