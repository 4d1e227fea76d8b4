/**
 * A trustee's key. The private half stays in the browser, and in the file or on the printed sheet
 * that the trustee keeps.
 *
 * @typedef {import("./proofs.js").Proof} Proof
 *
 * @typedef {object} KeyFile
 * @property {string} format
 * @property {1} version
 * @property {string} group
 * @property {string} label whose key it is, in the trustee's words
 * @property {string} public_key
 * @property {string} private_key decimal
 * @property {string} created when the file was made, in UTC, ISO 8601
 * @property {string} check first 8 digits of the private key's hex hash
 */
import { hashHex, parseJson } from "./encoding.js";
import { CryptoError } from "./errors.js";
import { GROUP, encode, g, isScalar, power, randomScalar } from "./group.js";
import { proveKnowledge } from "./proofs.js";

const FORMAT = "association-trustee-key";

/**
 * @param {string} label
 * @returns {{file: KeyFile, message: ["Single", {pok: Proof, public_key: string}]}} the file to
 *   save, and the message to send, which holds nothing secret
 */
export function newKey(label) {
  const secret = randomScalar();
  const file = makeFile(label, secret);
  const publicKey = file.public_key;
  const pok = proveKnowledge(secret, `pok|${GROUP}|${publicKey}|`);
  return { file, message: ["Single", { pok, public_key: publicKey }] };
}

/** @param {string} label @param {bigint} secret @returns {KeyFile} */
function makeFile(label, secret) {
  const privateKey = secret.toString();
  return {
    format: FORMAT,
    version: 1,
    group: GROUP,
    label,
    public_key: encode(power(g, secret)),
    private_key: privateKey,
    created: new Date().toISOString(),
    check: checkDigits(privateKey),
  };
}

/**
 * @param {string} text of a saved file
 * @returns {KeyFile}
 * @throws {CryptoError} `bad_key_file`, `unsupported_group`, `key_file_damaged`
 */
export function readKeyFile(text) {
  const file = parseKeyFile(text);
  if (file?.format !== FORMAT || file.version !== 1) throw noKeyFile();
  if (file.group !== GROUP) {
    throw new CryptoError("unsupported_group", `the key's group is ${file.group}`);
  }
  const { private_key: privateKey, public_key: publicKey, check } = file;
  if (readPrivate(privateKey, check).publicKey !== publicKey) throw damaged();
  return file;
}

/**
 * Reads a key back from the digits that were printed.
 *
 * @param {string} label
 * @param {string} digits of the private key; spaces and dashes between them are ignored
 * @param {string} check the check digits printed beside them
 * @returns {KeyFile}
 * @throws {CryptoError} `key_file_damaged` when a digit is wrong
 */
export function readKeySheet(label, digits, check) {
  const [privateKey, expected] = [digits, check].map((typed) =>
    typed.normalize("NFKC").replace(/[\s\p{Pd}]/gu, "").toLowerCase());
  return makeFile(label, readPrivate(privateKey, expected).secret);
}

/** @param {string} text @returns {any} */
function parseKeyFile(text) {
  try {
    return parseJson(text);
  } catch {
    throw noKeyFile();
  }
}

/**
 * @param {unknown} privateKey
 * @param {string} check
 * @returns {{secret: bigint, publicKey: string}}
 */
function readPrivate(privateKey, check) {
  if (!isScalar(privateKey) || checkDigits(privateKey) !== check) throw damaged();
  const secret = BigInt(privateKey);
  return { secret, publicKey: encode(power(g, secret)) };
}

/** @param {string} privateKey @returns {string} */
function checkDigits(privateKey) {
  return hashHex(privateKey).slice(0, 8);
}

/** @returns {CryptoError} */
function noKeyFile() {
  return new CryptoError("bad_key_file", "not a trustee's key file");
}

/** @returns {CryptoError} */
function damaged() {
  return new CryptoError("key_file_damaged", "the key does not fit its check digits");
}
