/**
 * @typedef {object} Question
 * @property {string[]} answers
 * @property {number} min
 * @property {number} max
 *
 * @typedef {object} Election
 * @property {string} raw the text whose hash is the fingerprint
 * @property {string} uuid
 * @property {string} fingerprint SHA-256 of the raw text, base64 without padding
 * @property {import("./group.js").Element} publicKey
 * @property {Question[]} questions
 * @property {Array<[number, number]>} exclusive indexes of the questions for and against
 */
import { hashBase64, parseJson } from "./encoding.js";
import { CryptoError } from "./errors.js";
import { GROUP, decode, prepare } from "./group.js";

/**
 * @param {string} raw the election exactly as published, never a re-serialisation
 * @returns {Election}
 * @throws {CryptoError} `malformed`, `unsupported_group`, `unsupported_question`,
 *   `bad_declaration`
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
    exclusive: exclusivePairs(data),
  };
}

/** @param {any} question */
function checkQuestion(question) {
  const { answers, blank, min, max } = question ?? {};
  const plain = Array.isArray(answers) && Number.isInteger(min) && Number.isInteger(max);
  if (!plain || min < 0 || max < min || max > answers.length) {
    throw new CryptoError("malformed", "a question's bounds do not fit its answers");
  }
  if (blank) {
    throw new CryptoError("unsupported_question", "a question allows a blank vote");
  }
}

/**
 * The exclusions that the description declares, one line `#exclusive A B` for each slate. The
 * fingerprint covers the description, so nobody can take a declaration away.
 *
 * @param {{description: string, questions: Question[]}} data
 * @returns {Array<[number, number]>}
 */
function exclusivePairs({ description, questions }) {
  const lines = String(description ?? "").split("\n");
  const declared = lines.filter((line) => line.startsWith("#exclusive"));
  const pairs = declared.map((line) => readPair(line, questions));
  if (new Set(pairs.flat()).size !== 2 * pairs.length) {
    throw new CryptoError("bad_declaration", "a question is declared exclusive twice");
  }
  return pairs;
}

/**
 * @param {string} line
 * @param {Question[]} questions
 * @returns {[number, number]}
 */
function readPair(line, questions) {
  const match = /^#exclusive (0|[1-9][0-9]*) (0|[1-9][0-9]*)$/.exec(line);
  const pair = match ? [Number(match[1]), Number(match[2])] : [];
  const [first, second] = pair.map((index) => JSON.stringify(questions[index]?.answers));
  if (!first || first !== second) {
    throw new CryptoError("bad_declaration", `no such pair of questions: ${line}`);
  }
  return pair;
}
