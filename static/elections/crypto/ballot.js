/**
 * @typedef {import("./election.js").Election} Election
 * @typedef {import("./proofs.js").Encryption} Encryption
 * @typedef {import("./progress.js").Progress} Progress
 *
 * @typedef {object} CastBallot
 * @property {string} ballot the JSON text to hand in, byte for byte
 * @property {string|null} supplement its supplement, where the election demands one
 * @property {string} tracker
 *
 * @typedef {object} Prepared a ballot without its signature
 * @property {Election} election
 * @property {{secret: bigint, public: string}} credential
 * @property {object} content
 * @property {string} commitment hash of the content, which the signature will sign
 * @property {Encryption[][]} encryptions by question
 */
import { encrypt, product, publish } from "./ciphertext.js";
import { derive } from "./credential.js";
import { lengthOf, parseElection } from "./election.js";
import { hashBase64 } from "./encoding.js";
import { CryptoError } from "./errors.js";
import { makeProgress } from "./progress.js";
import { proveKnowledge, proveMembership, proveOneOf } from "./proofs.js";
import { countStatements, makeSupplement } from "./supplement.js";

/** Format of a file that holds an opened ballot. */
export const OPENED = "opened-ballot";

/**
 * Encrypts and proves a ballot, and signs it. See `prepareBallot`.
 *
 * @returns {CastBallot}
 */
export function makeBallot(electionRaw, code, choices, onProgress) {
  const election = parseElection(electionRaw);
  const before = countProofs(election);
  const share = before / (before + countStatements(election));
  const prepared = prepare(election, code, choices, (done) => onProgress?.(done * share));
  return signBallot(prepared, (done) => onProgress?.(share + done * (1 - share)));
}

/**
 * Encrypts and proves a ballot. Its commitment is shown before the voter decides whether it is
 * signed and cast or opened to be checked: the booth cannot know which.
 *
 * @param {string} electionRaw the election exactly as published
 * @param {string} code the voting code as typed
 * @param {number[][]} choices for each question a 0 or 1 for each answer, before them
 *   one for a blank vote where the question allows it
 * @param {(done: number) => void} [onProgress] from 0 to 1
 * @returns {Prepared}
 * @throws {CryptoError} `code_length`, `code_character`, `code_check`, `bad_choices` and what
 *   `parseElection` throws
 */
export function prepareBallot(electionRaw, code, choices, onProgress) {
  return prepare(parseElection(electionRaw), code, choices, onProgress);
}

/** @param {Election} election */
function prepare(election, code, choices, onProgress) {
  checkChoices(election, choices);
  const credential = derive(code, election.uuid);
  const progress = makeProgress(countProofs(election), onProgress);
  const answers = election.questions.map((question, index) =>
    encryptAnswer(election, question, choices[index], credential.public, progress));
  const content = {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential: credential.public,
    answers: answers.map((answer) => answer.published),
  };
  const commitment = hashBase64(JSON.stringify(content));
  const encryptions = answers.map((answer) => answer.encryptions);
  return { election, credential, content, commitment, encryptions };
}

/**
 * @param {Prepared} prepared
 * @param {(done: number) => void} [onProgress] from 0 to 1
 * @returns {CastBallot}
 */
export function signBallot({ election, credential, content, encryptions }, onProgress) {
  const progress = makeProgress(countStatements(election), onProgress);
  const ballot = sign(credential.secret, content);
  const tracker = hashBase64(ballot);
  const supplement = countStatements(election)
    ? makeSupplement(election, credential.public, tracker, encryptions, progress)
    : null;
  return { ballot, tracker, supplement: supplement && sign(credential.secret, supplement) };
}

/**
 * @param {Prepared} prepared that is never signed from now on
 * @returns {object} the file that shows what it holds, and by which random numbers
 */
export function openBallot({ election, content, encryptions }) {
  return {
    format: OPENED,
    version: 1,
    election: election.raw,
    ballot: JSON.stringify(content),
    openings: encryptions.map((row) =>
      row.map(({ randomness, value }) => ({ randomness: String(randomness), value }))),
  };
}

/** @param {Election} election @param {number[][]} choices */
function checkChoices({ questions, demands }, choices) {
  const fits = (question, marks) =>
    Array.isArray(marks) && marks.length === lengthOf(question) &&
    marks.every((mark) => mark === 0 || mark === 1) && isAllowed(question, marks);
  const complete = choices?.length === questions.length;
  if (!complete || !questions.every((question, index) => fits(question, choices[index]))) {
    throw new CryptoError("bad_choices", "the choices do not answer the questions");
  }
  const answersOf = (index) => (questions[index].blank ? choices[index].slice(1) : choices[index]);
  const refuse = (message) => {
    throw new CryptoError("bad_choices", message);
  };
  demands.exclusive.forEach(([first, second]) => {
    const marked = answersOf(first);
    if (answersOf(second).some((mark, index) => mark && marked[index])) {
      refuse("an answer is marked in both questions of a pair");
    }
  });
  demands.covered.forEach(([first, start, second]) => {
    if (sum(answersOf(first).slice(start)) > sum(choices[second])) refuse("too many write-ins");
  });
  demands.blank.forEach(([first, second]) => {
    if (choices[first][0] && sum(choices[second])) refuse("a blank vote has other marks");
  });
}

/** @param {import("./election.js").Question} question @param {number[]} marks @returns {boolean} */
function isAllowed({ blank, min, max }, marks) {
  const total = sum(marks);
  if (blank && marks[0]) return total === 1;
  return min <= total && total <= max;
}

/** @param {Election} election @returns {number} proofs in the ballot itself */
function countProofs(election) {
  const lengths = election.questions.map(lengthOf);
  return sum(lengths) + lengths.length;
}

/**
 * @param {Election} election
 * @param {import("./election.js").Question} question
 * @param {number[]} marks
 * @param {string} credential
 * @param {Progress} progress
 * @returns {{encryptions: Encryption[], published: object}}
 */
function encryptAnswer(election, question, marks, credential, progress) {
  const { publicKey, fingerprint } = election;
  const bound = `${fingerprint}|${credential}`;
  const encryptions = marks.map((mark) => encrypt(mark, publicKey));
  const choices = encryptions.map(publish);
  const individual = encryptions.map((encryption) =>
    progress.after(proveMembership(encryption, [0, 1], publicKey, bound)));
  const all = choices.map(({ alpha, beta }) => `${alpha},${beta}`).join(",");
  const overall = proveTotal(question, encryptions, publicKey, `${bound}|${all}`);
  progress.after(overall);
  return { encryptions, published: { choices, individual_proofs: individual, ...overall } };
}

/**
 * @param {import("./election.js").Question} question
 * @param {Encryption[]} encryptions
 * @param {import("./group.js").Element} publicKey
 * @param {string} statement S of the specification
 * @returns {object} the proofs about all answers together, as they stand in the ballot
 */
function proveTotal({ blank, min, max }, encryptions, publicKey, statement) {
  const allowed = range(min, max);
  if (!blank) {
    const total = product(encryptions);
    return { overall_proof: proveMembership(total, allowed, publicKey, statement) };
  }
  const total = product(encryptions.slice(1));
  const claim = (encryption, value) => ({ encryption, value });
  const nothing = [claim(encryptions[0], 0), claim(total, 0)];
  const either = [claim(encryptions[0], 1), ...allowed.map((value) => claim(total, value))];
  return {
    overall_proof: proveOneOf(either, publicKey, `bproof1|${statement}|`),
    blank_proof: proveOneOf(nothing, publicKey, `bproof0|${statement}|`),
  };
}

/**
 * @param {bigint} secret of the credential
 * @param {object} content
 * @returns {string} the JSON text of the content with its signature as the last member
 */
function sign(secret, content) {
  const hash = hashBase64(JSON.stringify(content));
  const signature = { hash, proof: proveKnowledge(secret, `sig|${hash}|`) };
  return JSON.stringify({ ...content, signature });
}

/** @param {number[]} numbers @returns {number} */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** @param {number} first @param {number} last @returns {number[]} both included */
function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
