/**
 * The exclusion supplement: for a slate of two questions, for-marks and against-marks, the proof
 * that nobody is marked both ways (docs/reference/formats.md).
 *
 * @typedef {import("./proofs.js").Encryption} Encryption
 */
import { product } from "./ciphertext.js";
import { proveMembership } from "./proofs.js";

/**
 * @param {import("./election.js").Election} election
 * @param {string} credential public, as in the ballot
 * @param {string} tracker of the complete, signed ballot
 * @param {Encryption[][]} encryptions of the ballot, for each question and answer
 * @param {import("./progress.js").Progress} progress
 * @returns {object} the supplement without its signature
 */
export function makeSupplement(election, credential, tracker, encryptions, progress) {
  const bound = `${election.fingerprint}|${credential}|exclusive|${tracker}`;
  const exclusive = election.exclusive.map(([first, second]) => ({
    questions: [first, second],
    proofs: encryptions[first].map((encryption, answer) => {
      const both = product([encryption, encryptions[second][answer]]);
      const statement = `${bound}|${first}|${second}|${answer}`;
      return progress.after(proveMembership(both, [0, 1], election.publicKey, statement));
    }),
  }));
  return { ballot: tracker, exclusive };
}
