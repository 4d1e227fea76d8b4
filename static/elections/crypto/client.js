/**
 * What pages import: the operations of `worker.js` as promises.
 */
import { CryptoError } from "./errors.js";

/** @typedef {{resolve: Function, reject: Function, onProgress: (done: number) => void}} Call */

/** @type {Map<number, Call>} */
const calls = new Map();
let worker = null;
let lastId = 0;

/**
 * @param {string} op a name in `worker.js`
 * @param {any[]} args
 * @param {(done: number) => void} [onProgress] from 0 to 1
 * @returns {Promise<any>} rejected with a `CryptoError`
 */
export function callWorker(op, args, onProgress = () => {}) {
  worker ??= startWorker();
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    calls.set(id, { resolve, reject, onProgress });
    worker.postMessage({ id, op, args });
  });
}

function startWorker() {
  const started = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }) => settle(data));
  started.addEventListener("error", () => abandon(started));
  return started;
}

function settle({ id, progress, result, error }) {
  const call = calls.get(id);
  if (progress !== undefined) {
    call.onProgress(progress);
    return;
  }
  calls.delete(id);
  if (error) call.reject(new CryptoError(error.code, error.message));
  else call.resolve(result);
}

/** The worker's script could not be loaded or broke: no answer will come. */
function abandon(broken) {
  broken.terminate();
  worker = null;
  const waiting = [...calls.values()];
  calls.clear();
  waiting.forEach(({ reject }) => reject(new CryptoError("failed", "the worker stopped")));
}
