/**
 * @typedef {object} Question
 * @property {string[]} answers
 * @property {number} min
 * @property {number} max
 * @property {boolean} [blank] whether one may vote for none at all; then that mark comes first
 *
 * @typedef {object} Election
 * @property {string} raw the text whose hash is the fingerprint
 * @property {string} uuid
 * @property {string} fingerprint SHA-256 of the raw text, base64 without padding
 * @property {import("./group.js").Element} publicKey
 * @property {Question[]} questions
 * @property {import("./declarations.js").Declarations} demands
 */
import { readDeclarations } from "./declarations.js";
import { hashBase64, parseJson } from "./encoding.js";
import { CryptoError } from "./errors.js";
import { GROUP, decode, prepare } from "./group.js";

/**
 * @param {string} raw the election exactly as published, never a re-serialisation
 * @returns {Election}
 * @throws {CryptoError} `malformed`, `unsupported_group`, `bad_declaration`
 */
export function parseElection(raw) {
  const data = parseJson(raw);
  if (data?.version !== 1 || typeof data.uuid !== "string" || !Array.isArray(data.questions)) {
    throw new CryptoError("malformed", "not an election of crypto version 1");
  }
  if (data.group !== GROUP) {
    throw new CryptoError("unsupported_group", `the election's group is ${data.group}`);
  }
  data.questions.forEach(checkQuestion);
  return {
    raw,
    uuid: data.uuid,
    fingerprint: hashBase64(raw),
    publicKey: prepare(decode(data.public_key)),
    questions: data.questions,
    demands: readDeclarations(data.description, data.questions),
  };
}

/** @param {any} question */
function checkQuestion(question) {
  const { answers, blank, min, max } = question ?? {};
  const plain = Array.isArray(answers) && Number.isInteger(min) && Number.isInteger(max);
  const known = ["undefined", "boolean"].includes(typeof blank);
  if (!plain || !known || min < 0 || max < min || max > answers.length) {
    throw new CryptoError("malformed", "a question's bounds do not fit its answers");
  }
}

/** @param {Question} question @returns {number} of ciphertexts in an answer to it */
export function lengthOf({ answers, blank }) {
  return answers.length + (blank ? 1 : 0);
}
