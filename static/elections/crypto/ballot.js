/**
 * @typedef {import("./election.js").Election} Election
 * @typedef {import("./proofs.js").Encryption} Encryption
 * @typedef {import("./progress.js").Progress} Progress
 *
 * @typedef {object} CastBallot
 * @property {string} ballot the JSON text to hand in, byte for byte
 * @property {string|null} supplement its exclusion supplement, where the election demands one
 * @property {string} tracker
 */
import { encrypt, product, publish } from "./ciphertext.js";
import { derive } from "./credential.js";
import { parseElection } from "./election.js";
import { hashBase64 } from "./encoding.js";
import { CryptoError } from "./errors.js";
import { makeProgress } from "./progress.js";
import { proveKnowledge, proveMembership } from "./proofs.js";
import { makeSupplement } from "./supplement.js";

/**
 * Encrypts, proves and signs a ballot.
 *
 * @param {string} electionRaw the election exactly as published
 * @param {string} code the voting code as typed
 * @param {number[][]} choices for each question a 0 or 1 for each answer
 * @param {(done: number) => void} [onProgress] from 0 to 1
 * @returns {CastBallot}
 * @throws {CryptoError} `code_length`, `code_character`, `code_check`, `bad_choices` and what
 *   `parseElection` throws
 */
export function makeBallot(electionRaw, code, choices, onProgress) {
  const election = parseElection(electionRaw);
  checkChoices(election, choices);
  const credential = derive(code, election.uuid);
  const progress = makeProgress(countProofs(election), onProgress);
  const answers = election.questions.map((question, index) =>
    encryptAnswer(election, question, choices[index], credential.public, progress));
  const ballot = sign(credential.secret, {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential: credential.public,
    answers: answers.map((answer) => answer.published),
  });
  const tracker = hashBase64(ballot);
  const encryptions = answers.map((answer) => answer.encryptions);
  const supplement = election.exclusive.length
    ? makeSupplement(election, credential.public, tracker, encryptions, progress)
    : null;
  return { ballot, tracker, supplement: supplement && sign(credential.secret, supplement) };
}

/** @param {Election} election @param {number[][]} choices */
function checkChoices(election, choices) {
  const { questions, exclusive } = election;
  const fits = (question, marks) =>
    Array.isArray(marks) && marks.length === question.answers.length &&
    marks.every((mark) => mark === 0 || mark === 1) &&
    question.min <= sum(marks) && sum(marks) <= question.max;
  const complete = choices?.length === questions.length;
  if (!complete || !questions.every((question, index) => fits(question, choices[index]))) {
    throw new CryptoError("bad_choices", "the choices do not answer the questions");
  }
  const clash = ([first, second]) => choices[first].some((mark, i) => mark && choices[second][i]);
  if (exclusive.some(clash)) {
    throw new CryptoError("bad_choices", "an answer is marked in both questions of a pair");
  }
}

/** @param {Election} election @returns {number} proofs in ballot and supplement */
function countProofs({ questions, exclusive }) {
  const individual = questions.map((question) => question.answers.length);
  return sum(individual) + questions.length + sum(exclusive.map(([first]) => individual[first]));
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
  const allowed = range(question.min, question.max);
  const overall = progress.after(
    proveMembership(product(encryptions), allowed, publicKey, `${bound}|${all}`));
  return {
    encryptions,
    published: { choices, individual_proofs: individual, overall_proof: overall },
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
