/**
 * The supplement: proofs that a ballot keeps what the election demands beyond the specification
 * (docs/reference/formats.md). Nobody is marked both for and against, write-ins are no more than
 * marks against, and a blank vote has no marks in the other question.
 *
 * @typedef {import("./proofs.js").Encryption} Encryption
 * @typedef {import("./election.js").Election} Election
 */
import { product, quotient } from "./ciphertext.js";
import { proveMembership, proveOneOf } from "./proofs.js";

/** @param {Election} election @returns {number} proofs in a supplement; without any none is due */
export function countStatements({ questions, demands }) {
  const excluded = demands.exclusive.map(([, second]) => questions[second].answers.length);
  return excluded.reduce((sum, length) => sum + length, demands.covered.length + demands.blank.length);
}

/**
 * @param {Election} election
 * @param {string} credential public, as in the ballot
 * @param {string} tracker of the complete, signed ballot
 * @param {Encryption[][]} encryptions of the ballot, for each question and answer
 * @param {import("./progress.js").Progress} progress
 * @returns {object} the supplement without its signature
 */
export function makeSupplement(election, credential, tracker, encryptions, progress) {
  const { questions, demands, publicKey } = election;
  const bind = (kind, ...numbers) =>
    [election.fingerprint, credential, kind, tracker, ...numbers].join("|");
  const answersOf = (index) => encryptions[index].slice(questions[index].blank ? 1 : 0);
  const exclusive = demands.exclusive.map(([first, second]) => ({
    questions: [first, second],
    proofs: answersOf(second).map((encryption, answer) => {
      const both = product([answersOf(first)[answer], encryption]);
      const statement = bind("exclusive", first, second, answer);
      return progress.after(proveMembership(both, [0, 1], publicKey, statement));
    }),
  }));
  const covered = demands.covered.map(([first, start, second]) => {
    const rest = quotient(product(encryptions[second]), product(answersOf(first).slice(start)));
    const allowed = Array.from({ length: questions[second].max + 1 }, (_, value) => value);
    const statement = bind("covered", first, start, second);
    const proof = progress.after(proveMembership(rest, allowed, publicKey, statement));
    return { questions: [first, second], from: start, proof };
  });
  const blank = demands.blank.map(([first, second]) => {
    const claims = [encryptions[first][0], product(encryptions[second])]
      .map((encryption) => ({ encryption, value: 0 }));
    const prefix = `bproof0|${bind("blank", first, second)}|`;
    return { questions: [first, second], proof: progress.after(proveOneOf(claims, publicKey, prefix)) };
  });
  return {
    ballot: tracker,
    exclusive,
    ...(covered.length && { covered }),
    ...(blank.length && { blank }),
  };
}
