/**
 * Does the long computations away from the page, so that it stays responsive.
 *
 * In: `{id, op, args}`. Out: any number of `{id, progress}` from 0 to 1, then `{id, result}` or
 * `{id, error: {code, message}}`.
 */
import { readArchive } from "./archive.js";
import { makeBallot, openBallot, prepareBallot, signBallot } from "./ballot.js";
import { checkCode, derive, deriveAll, deriveEach, newCode } from "./credential.js";
import { CryptoError } from "./errors.js";
import { checkOpened } from "./opened.js";
import { checkReceipt } from "./receipt.js";
import { deal, makeCertificate, makeVerificationKey, takeUp } from "./threshold.js";
import {
  decrypt, newKey, readKeyFile, readKeySheet, rehearse, restoreProof,
} from "./trustee.js";

const PROGRESS_STEPS = 100;

/** The ballot that was made last, until it is signed or opened: never both. */
let prepared = null;

function takePrepared() {
  if (prepared === null) throw new CryptoError("failed", "no ballot is prepared");
  const taken = prepared;
  prepared = null;
  return taken;
}

const operations = {
  prepareBallot: ([electionRaw, code, choices], onProgress) => {
    prepared = prepareBallot(electionRaw, code, choices, onProgress);
    return prepared.commitment;
  },
  signBallot: (_args, onProgress) => signBallot(takePrepared(), onProgress),
  openBallot: () => openBallot(takePrepared()),
  checkOpened: ([text], onProgress) => checkOpened(text, onProgress),
  makeBallot: ([electionRaw, code, choices], onProgress) =>
    makeBallot(electionRaw, code, choices, onProgress),
  checkReceipt: ([receipt, electionRaw, boxKey, tracker]) =>
    checkReceipt(receipt, electionRaw, boxKey, tracker),
  newCode: () => newCode(),
  newCodes: ([count]) => Array.from({ length: count }, newCode),
  checkCode: ([code]) => checkCode(code),
  derive: ([code, uuid]) => derive(code, uuid),
  deriveAll: ([codes, uuid], onProgress) => deriveAll(codes, uuid, onProgress),
  deriveEach: ([codes, uuid], onProgress) => deriveEach(codes, uuid, onProgress),
  newKey: ([label]) => newKey(label),
  readKeyFile: ([text]) => readKeyFile(text),
  readKeySheet: ([label, digits, check]) => readKeySheet(label, digits, check),
  restoreProof: ([key, nonce]) => restoreProof(key, nonce),
  makeCertificate: ([key, place]) => makeCertificate(key, place),
  deal: ([key, rounds, index]) => deal(key, rounds, index),
  takeUp: ([key, rounds, index]) => takeUp(key, rounds, index),
  makeVerificationKey: ([key, share]) => makeVerificationKey(key, share),
  rehearse: ([electionRaw, key]) => rehearse(electionRaw, key),
  readArchive: ([bytes]) => withoutElements(readArchive(bytes)),
  decrypt: ([bytes, key], onProgress) => decrypt(bytes, key, onProgress),
};

self.addEventListener("message", ({ data: { id, op, args } }) => {
  try {
    if (!Object.hasOwn(operations, op)) throw new CryptoError("unknown_operation", op);
    self.postMessage({ id, result: operations[op](args, reporter(id)) });
  } catch (error) {
    const code = error instanceof CryptoError ? error.code : "failed";
    self.postMessage({ id, error: { code, message: error.message } });
  }
});

/** @param {number} id @returns {(done: number) => void} posts each whole percent once */
function reporter(id) {
  let posted = 0;
  return (done) => {
    const step = Math.floor(done * PROGRESS_STEPS);
    if (step === posted) return;
    posted = step;
    self.postMessage({ id, progress: step / PROGRESS_STEPS });
  };
}

/** An election's key is an object of the library, which no message can carry. */
function withoutElements(archive) {
  const { publicKey, ...election } = archive.election;
  return { ...archive, election };
}
