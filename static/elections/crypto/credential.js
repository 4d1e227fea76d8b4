/**
 * Voting codes: private credentials in the format of belenios-tool 3.x, 22 characters of base58
 * written XXXXX-XXXXXX-XXXXX-XXXXXX. The tool accepts any 22 characters; here the last one is a
 * check character, so that a typing error is told before anything is computed.
 */
import { hash, hashBase64, toHex } from "./encoding.js";
import { CryptoError } from "./errors.js";
import { encode, g, power, reduce } from "./group.js";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const LENGTH = 22;
const GROUPS = [[0, 5], [5, 11], [11, 16], [16, 22]];
/** A prime whose group 2 generates: every wrong character and every swap of two is noticed. */
const CHECK_MODULUS = 59;

/** @returns {string} a new voting code with its check character */
export function newCode() {
  for (;;) {
    const body = Array.from({ length: LENGTH - 1 }, randomCharacter).join("");
    // One sum in 59 has no character; such a body is thrown away.
    const last = Array.from(ALPHABET).find((character) => checkSum(body + character) === 0);
    if (last) return withDashes(body + last);
  }
}

/**
 * @typedef {{ok: true, code: string} |
 *   {ok: false, problem: "code_length"|"code_character"|"code_check", position?: number}} CodeCheck
 *
 * @param {string} typed dashes and spaces are ignored, full-width characters are understood
 * @returns {CodeCheck} the code in its normal form, or the problem; `position` counts the
 *   characters from 1, without dashes
 */
export function checkCode(typed) {
  const characters = typed.normalize("NFKC").replace(/[\s\p{Pd}]/gu, "");
  const strange = Array.from(characters).findIndex((character) => !ALPHABET.includes(character));
  if (strange >= 0) return { ok: false, problem: "code_character", position: strange + 1 };
  if (characters.length !== LENGTH) return { ok: false, problem: "code_length" };
  if (checkSum(characters) !== 0) return { ok: false, problem: "code_check" };
  return { ok: true, code: withDashes(characters) };
}

/**
 * The key pair that a voting code has in one election (specification, section 4.8).
 *
 * @param {string} typed
 * @param {string} uuid of the election
 * @returns {{secret: bigint, public: string}}
 * @throws {CryptoError} `code_length`, `code_character`, `code_check`
 */
export function derive(typed, uuid) {
  const checked = checkCode(typed);
  if (!checked.ok) throw new CryptoError(checked.problem, "the voting code is mistyped");
  return deriveRaw(checked.code, uuid);
}

/**
 * As `derive`, for a private credential of any origin, whose last character checks nothing.
 *
 * @param {string} credential XXXXX-XXXXXX-XXXXX-XXXXXX
 * @param {string} uuid
 * @returns {{secret: bigint, public: string}}
 */
export function deriveRaw(credential, uuid) {
  const halves = [0, 1].map((i) => toHex(hash(`derive_credential|${uuid}|${i}|${credential}`)));
  const secret = reduce(BigInt(`0x${halves.join("")}`));
  return { secret, public: encode(power(g, secret)) };
}

/**
 * The public credentials of many codes in one election, sorted by value so that their order says
 * nothing about whose they are.
 *
 * @param {string[]} codes
 * @param {string} uuid
 * @param {(done: number) => void} [onProgress] from 0 to 1
 * @returns {string[]}
 */
export function deriveAll(codes, uuid, onProgress = () => {}) {
  return deriveEach(codes, uuid, onProgress).sort();
}

/**
 * The same in the order of the codes.
 *
 * @param {string[]} codes
 * @param {string} uuid
 * @param {(done: number) => void} [onProgress] from 0 to 1
 * @returns {string[]}
 */
export function deriveEach(codes, uuid, onProgress = () => {}) {
  return codes.map((code, index) => {
    onProgress(index / codes.length);
    return derive(code, uuid).public;
  });
}

/**
 * The digest by which a list of public credentials is compared, as the verifier prints it.
 *
 * @param {string[]} publics sorted by value
 * @returns {string} hash of the list's JSON text, base64 without padding
 */
export function credentialsDigest(publics) {
  return hashBase64(JSON.stringify(publics));
}

/** @returns {string} one character, each equally likely */
function randomCharacter() {
  const limit = 256 - (256 % ALPHABET.length);
  for (;;) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < limit) return ALPHABET[byte % ALPHABET.length];
  }
}

/** @param {string} characters @returns {number} 0 when the check character is right */
function checkSum(characters) {
  const weigh = (sum, character, index) => sum + 2 ** index * ALPHABET.indexOf(character);
  return Array.from(characters).reduce(weigh, 0) % CHECK_MODULUS;
}

/** @param {string} characters @returns {string} */
function withDashes(characters) {
  return GROUPS.map(([start, end]) => characters.slice(start, end)).join("-");
}
