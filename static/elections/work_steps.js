/**
 * A page of numbered steps: messages under each, buttons that wait for what they started.
 */
import { explain } from "./text.js";

/**
 * @param {HTMLElement} root holds the steps, each a `[data-part]`
 * @param {() => void} refresh says anew what can be done next
 */
export function workSteps(root, refresh) {
  /** @param {string} name @returns {HTMLElement} */
  const part = (name) => root.querySelector(`[data-part="${name}"]`);

  /** @param {HTMLElement} place @param {string} sentence @param {boolean} [bad] */
  function tell(place, sentence, bad = false) {
    const message = place.querySelector("[data-message]");
    message.textContent = sentence;
    message.className = bad ? "verdict bad" : "verdict";
  }

  /** @param {string} selector @param {HTMLElement} place @param {() => Promise<void>} act */
  function onClick(selector, place, act) {
    const button = root.querySelector(selector);
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await act();
      } catch (error) {
        tell(place, explain(error), true);
      } finally {
        button.disabled = false;
        refresh();
      }
    });
  }

  return { part, tell, onClick };
}

/** @param {string} text @returns {any} its JSON value; null for what is none */
export function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
