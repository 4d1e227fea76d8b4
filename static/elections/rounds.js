/**
 * A trustee's part in the rounds of a threshold set-up, and in the rehearsal that comes before
 * every vote, taken by itself while the page is open.
 *
 * @typedef {import("./crypto/key.js").KeyFile} KeyFile
 */
import { callWorker } from "./crypto/client.js";
import { CryptoError } from "./crypto/errors.js";
import { get, post, Refused } from "./send.js";
import { explain, say } from "./text.js";

const PAUSE = 2000;

/**
 * @param {DOMStringMap} dataset of the page
 * @returns {{size: number, threshold: number, index: number}|null} null where all must decrypt
 */
export function placeOf({ threshold, size, position }) {
  if (!threshold) return null;
  return { size: Number(size), threshold: Number(threshold), index: Number(position) };
}

/**
 * The key that decrypts, computed from what the others dealt.
 *
 * @param {DOMStringMap} dataset
 * @param {KeyFile} key
 * @returns {Promise<{private_key: string, public_key: string}>}
 */
export async function shareOf(dataset, key) {
  const { share } = await takeUp(dataset, key, await get(dataset.roundsUrl));
  if (!share) throw new CryptoError("key_not_in_set_up", "what was dealt does not fit this key");
  return share;
}

/**
 * Takes each step as soon as the others have taken theirs, until all have rehearsed.
 *
 * @param {DOMStringMap} dataset
 * @param {KeyFile} key
 * @param {(sentence: string, bad?: boolean) => void} tell
 */
export async function followRounds(dataset, key, tell) {
  for (;;) {
    if (await reach(() => step(dataset, key, tell), tell)) return;
    await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
  }
}

/** @returns {Promise<boolean>} whether nothing more is to be done here */
async function step(dataset, key, tell) {
  const rounds = await get(dataset.roundsUrl);
  showStates(rounds);
  const state = rounds.states[Number(dataset.position) - 1];
  if (rounds.complaints.length) {
    tell(rounds.complaints.map((complaint) => say("complaint", complaint)).join(" "), true);
    return true;
  }
  if (rounds.states.every((each) => each === "rehearsed")) {
    tell(say("rounds_done"));
    return true;
  }
  const { act, ready } = stepsOf(dataset, rounds)[state] ?? {};
  if (!act || !ready) {
    tell(say("waiting", { names: behind(rounds, state).join(", ") }));
    return false;
  }
  tell(say(act === rehearse ? "step_agreed" : `step_${state}`));
  await act(dataset, key, rounds);
  return false;
}

/** Where all trustees are needed, nothing is dealt: once every key was read back they rehearse. */
function stepsOf(dataset, rounds) {
  const last = { act: rehearse, ready: rounds.rehearsal };
  if (!placeOf(dataset)) return { restored: last };
  return {
    restored: { act: deal, ready: rounds.certs },
    dealt: { act: agree, ready: rounds.dealings },
    agreed: last,
  };
}

/** @returns {string[]} who has not yet reached the state */
function behind({ states, names, order }, state) {
  const own = order.indexOf(state);
  return names.filter((_, place) => order.indexOf(states[place]) < own);
}

async function deal(dataset, key, rounds) {
  const message = await callWorker("deal", [key, rounds, Number(dataset.position)]);
  await post(dataset.dealingUrl, { message });
}

async function agree(dataset, key, rounds) {
  const { dealer, share } = await takeUp(dataset, key, rounds);
  if (dealer) {
    await post(dataset.complaintUrl, { dealer });
    return;
  }
  const message = await callWorker("makeVerificationKey", [key, share]);
  await post(dataset.verificationUrl, { message });
}

async function rehearse(dataset, key, rounds) {
  if (rounds.keys[Number(dataset.position) - 1] !== key.public_key) {
    throw new CryptoError("key_not_in_set_up", "another key was handed in");
  }
  const own = placeOf(dataset) ? (await takeUp(dataset, key, rounds)).share : key;
  await post(dataset.rehearsalUrl, {
    share: await callWorker("rehearse", [rounds.rehearsal, own]),
  });
}

function takeUp(dataset, key, rounds) {
  if (!rounds.dealings) throw new CryptoError("key_not_in_set_up", "nothing was dealt yet");
  return callWorker("takeUp", [key, rounds, Number(dataset.position)]);
}

function showStates({ states, labels }) {
  document.querySelectorAll("[data-state-of]").forEach((chip) => {
    const place = Number(chip.dataset.stateOf) - 1;
    chip.textContent = labels[place];
    chip.classList.toggle("later", states[place] === "invited");
    chip.classList.toggle("wait", states[place] !== "invited" && states[place] !== "rehearsed");
  });
}

/** A lost network, or a server that cannot store, is told, and tried again. */
async function reach(take, tell) {
  try {
    return await take();
  } catch (error) {
    if (!(error instanceof Refused) || !["offline", "not_stored"].includes(error.code)) throw error;
    tell(explain(error), true);
    return false;
  }
}
