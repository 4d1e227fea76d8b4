/**
 * The encrypted tally, computed again from the ballots.
 *
 * @typedef {import("./archive.js").Archive} Archive
 * @typedef {import("./ciphertext.js").Ciphertext} Ciphertext
 */
import { publish } from "./ciphertext.js";
import { lengthOf } from "./election.js";
import { hashBase64, parseCompactJson } from "./encoding.js";
import { CryptoError } from "./errors.js";
import { decode, decodePoint, identity, powerPublic } from "./group.js";
import { checkKnowledge, checkMembership } from "./proofs.js";
import { makeProgress } from "./progress.js";

/** The signatures' share of the work, roughly, for the progress. */
const SIGNATURES = 0.1;

/**
 * Multiplies the last ballot of each credential, after checking each ballot's form, election,
 * credential and signature, that no ciphertext occurs twice, and, of the ballots that count, the
 * proof of every mark. So nobody but the voters has put a ballot in, and none of them can be
 * made of what another voter encrypted, here or in another election. The proofs of sums and of
 * supplements protect the count, not the secrecy: they are left to the box and to the verifier.
 *
 * @param {Archive} archive
 * @param {(done: number) => void} [onProgress] from 0 to 1
 * @returns {{ciphertexts: Ciphertext[][], numTallied: number, totalWeight: number, raw: string}}
 * @throws {CryptoError} `malformed`, `bad_ballot`
 */
export function recomputeTally(archive, onProgress = () => {}) {
  const { election, credentials, ballots } = archive;
  const signed = makeProgress(ballots.length, (done) => onProgress(SIGNATURES * done));
  const counted = lastBallots(archive, signed);
  const marks = counted.size * election.questions.reduce((sum, question) => sum + lengthOf(question), 0);
  const proved = makeProgress(marks, (done) => onProgress(SIGNATURES + (1 - SIGNATURES) * done));
  const zero = { alpha: identity, beta: identity };
  let ciphertexts = election.questions.map((question) => Array(lengthOf(question)).fill(zero));
  let totalWeight = 0;
  for (const [credential, ballot] of counted) {
    const weight = credentials.get(credential);
    totalWeight += weight;
    ciphertexts = addBallot(ciphertexts, readChoices(ballot, election, proved), BigInt(weight));
  }
  const raw = JSON.stringify(ciphertexts.map((row) => row.map(publish)));
  return { ciphertexts, numTallied: counted.size, totalWeight, raw };
}

/**
 * @param {Archive} archive
 * @param {import("./progress.js").Progress} progress
 * @returns {Map<string, any>} the parsed ballot that counts, by credential
 */
function lastBallots(archive, progress) {
  const counted = new Map();
  const seen = new Set();
  for (const raw of archive.ballots) {
    const ballot = readBallot(raw, archive);
    for (const { alpha } of ballot.answers.flatMap((answer) => answer.choices)) {
      if (seen.has(alpha)) throw bad("a ciphertext occurs twice in the box");
      seen.add(alpha);
    }
    counted.set(ballot.credential, ballot);
    progress.after(raw);
  }
  return counted;
}

/** @param {string} raw @param {Archive} archive @returns {any} */
function readBallot(raw, { election, credentials }) {
  const ballot = parseCompactJson(raw) ?? {};
  const { election_uuid: uuid, election_hash: fingerprint, credential, answers } = ballot;
  if (uuid !== election.uuid || fingerprint !== election.fingerprint) {
    throw bad("a ballot belongs to another election");
  }
  if (!credentials.has(credential)) throw bad("a ballot has an unknown credential");
  const fits = (question, index) => answers[index]?.choices?.length === lengthOf(question);
  if (answers?.length !== election.questions.length || !election.questions.every(fits)) {
    throw bad("a ballot does not answer the questions");
  }
  if (!isSigned(ballot)) throw bad("a ballot's signature is wrong");
  return ballot;
}

/** @param {any} ballot @returns {boolean} */
function isSigned({ signature, ...content }) {
  const hash = hashBase64(JSON.stringify(content));
  const signer = decode(content.credential);
  if (signer.is0()) return false;
  return signature?.hash === hash && checkKnowledge(signature.proof, signer, `sig|${hash}|`);
}

/**
 * @param {any} ballot
 * @param {import("./election.js").Election} election
 * @param {import("./progress.js").Progress} progress
 * @returns {Ciphertext[][]}
 */
function readChoices({ credential, answers }, { fingerprint, publicKey }, progress) {
  const bound = `${fingerprint}|${credential}`;
  return answers.map(({ choices, individual_proofs: proofs }) => choices.map((choice, index) => {
    const ciphertext = { alpha: decodePoint(choice.alpha), beta: decodePoint(choice.beta) };
    if (!checkMembership(ciphertext, [0, 1], proofs?.[index], publicKey, bound)) {
      throw bad("a ballot's proof is wrong");
    }
    return progress.after(ciphertext);
  }));
}

/**
 * @param {Ciphertext[][]} sums
 * @param {Ciphertext[][]} choices
 * @param {bigint} weight
 * @returns {Ciphertext[][]}
 */
function addBallot(sums, choices, weight) {
  return sums.map((row, question) => row.map(({ alpha, beta }, answer) => ({
    alpha: alpha.add(powerPublic(choices[question][answer].alpha, weight)),
    beta: beta.add(powerPublic(choices[question][answer].beta, weight)),
  })));
}

/** @param {string} message @returns {CryptoError} */
function bad(message) {
  return new CryptoError("bad_ballot", message);
}
