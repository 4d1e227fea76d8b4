/**
 * Checks an opened ballot: encrypts again what its file says was marked, and compares.
 *
 * @typedef {object} Opened
 * @property {string} name of the election
 * @property {string} fingerprint
 * @property {string} commitment the hash that the booth has shown
 * @property {{question: string, marked: string[]|null}[]} questions `null` for a blank vote
 */
import { OPENED } from "./ballot.js";
import { encryptWith, publish } from "./ciphertext.js";
import { lengthOf, parseElection } from "./election.js";
import { hashBase64, parseJson } from "./encoding.js";
import { CryptoError } from "./errors.js";
import { decodeScalar } from "./group.js";

/**
 * @param {string} text of the file
 * @param {(done: number) => void} [onProgress] from 0 to 1
 * @returns {Opened}
 * @throws {CryptoError} `malformed`, or `opened_differs` when the ballot holds something else
 */
export function checkOpened(text, onProgress = () => {}) {
  const file = parseJson(text);
  if (file?.format !== OPENED || file.version !== 1 || typeof file.ballot !== "string") {
    throw new CryptoError("malformed", "not an opened ballot");
  }
  const election = parseElection(file.election);
  const ballot = parseJson(file.ballot);
  if (ballot.election_hash !== election.fingerprint) {
    throw new CryptoError("opened_differs", "the ballot is of another election");
  }
  const { questions } = election;
  requireRows([ballot.answers, file.openings], questions.length);
  const marks = questions.map((question, index) => {
    const { choices } = ballot.answers[index] ?? {};
    requireRows([choices, file.openings[index]], lengthOf(question));
    const row = file.openings[index].map((opening, at) => {
      checkOne(opening, choices[at], election.publicKey);
      return opening.value;
    });
    onProgress((index + 1) / questions.length);
    return row;
  });
  return {
    name: JSON.parse(file.election).name,
    fingerprint: election.fingerprint,
    commitment: hashBase64(file.ballot),
    questions: questions.map((question, index) => described(question, marks[index])),
  };
}

/** @param {any[]} lists @param {number} length */
function requireRows(lists, length) {
  if (!lists.every((list) => Array.isArray(list) && list.length === length)) {
    throw new CryptoError("malformed", "the opened ballot does not answer the questions");
  }
}

function checkOne(opening, ciphertext, publicKey) {
  const { randomness, value } = opening ?? {};
  if (value !== 0 && value !== 1) throw new CryptoError("malformed", "a mark is 0 or 1");
  const made = publish(encryptWith(decodeScalar(randomness), value, publicKey));
  if (made.alpha !== ciphertext?.alpha || made.beta !== ciphertext?.beta) {
    throw new CryptoError("opened_differs", "the ballot does not hold what the file says");
  }
}

/** @param {import("./election.js").Question} question @param {number[]} marks */
function described({ question, answers, blank }, marks) {
  if (blank && marks[0]) return { question, marked: null };
  const own = blank ? marks.slice(1) : marks;
  return { question, marked: answers.filter((_, index) => own[index]) };
}
