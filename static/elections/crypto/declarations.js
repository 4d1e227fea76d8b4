/**
 * What an election demands beyond the specification: lines of its description
 * (docs/reference/formats.md). The fingerprint covers them, so nobody can take one away.
 *
 * @typedef {object} Declarations numbers count from 0
 * @property {Array<[number, number]>} exclusive questions in which no answer is marked twice
 * @property {Array<[number, number, number]>} covered [A, F, B]: the marks on the answers of A from
 *   F on are no more than the marks in B
 * @property {Array<[number, number]>} blank [A, B]: a blank vote in A has no marks in B
 * @property {boolean} final whether no credential casts a second ballot
 * @property {boolean} bound whether a share of the decryption proves what it is a share of
 */
import { CryptoError } from "./errors.js";

const QUESTION = "(0|[1-9][0-9]?)";
const FORMS = {
  exclusive: new RegExp(`^#exclusive ${QUESTION} ${QUESTION}$`),
  covered: new RegExp(`^#covered ${QUESTION} (0|[1-9][0-9]{0,3}) ${QUESTION}$`),
  blank: new RegExp(`^#blank ${QUESTION} ${QUESTION}$`),
  final: /^#final$/,
  bound: /^#bound$/,
};

/**
 * @param {string} description
 * @param {import("./election.js").Question[]} questions
 * @returns {Declarations}
 * @throws {CryptoError} `bad_declaration`: one that cannot be understood must not be overlooked
 */
export function readDeclarations(description, questions) {
  const lines = String(description ?? "").split("\n");
  const read = (name) => lines.filter((line) => line.startsWith(`#${name}`)).map((line) => {
    const numbers = FORMS[name].exec(line)?.slice(1).map(Number);
    if (!numbers || !fits[name](numbers, questions, lines)) throw bad(line);
    return numbers;
  });
  const found = { exclusive: read("exclusive"), covered: read("covered"), blank: read("blank") };
  Object.values(found).forEach(requireOnce);
  const declares = (name) => {
    const times = read(name).length;
    if (times > 1) throw bad(`#${name}`);
    return times === 1;
  };
  return { ...found, final: declares("final"), bound: declares("bound") };
}

const fits = {
  exclusive([a, b], questions, lines) {
    const [first, second] = [questions[a], questions[b]];
    if (!first || !second || second.blank) return false;
    // Else a blank vote could come with marks against.
    if (first.blank && !lines.includes(`#blank ${a} ${b}`)) return false;
    const same = second.answers.every((answer, index) => answer === first.answers[index]);
    return second.answers.length > 0 && same;
  },
  covered([a, start, b], questions) {
    const [first, second] = [questions[a], questions[b]];
    return Boolean(first && second) && start < first.answers.length && !second.blank;
  },
  blank([a, b], questions) {
    const [first, second] = [questions[a], questions[b]];
    return Boolean(first?.blank && second) && !second.blank && second.min === 0;
  },
  final: () => true,
  bound: () => true,
};

/** @param {number[][]} demands of one kind: the first and the last number name questions */
function requireOnce(demands) {
  const named = demands.flatMap((numbers) => [numbers[0], numbers.at(-1)]);
  if (new Set(named).size !== named.length) throw bad("a question is named twice");
}

/** @param {string} line @returns {CryptoError} */
function bad(line) {
  return new CryptoError("bad_declaration", `the questions do not have what is declared: ${line}`);
}
