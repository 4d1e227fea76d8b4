/**
 * The three rounds in which threshold trustees set up their keys: certificate, dealing, and
 * verification key. Everything follows from the one private key that a trustee keeps, so that who
 * reads it back can do each round again. Formats: `docs/reference/formats.md`.
 *
 * @typedef {import("./key.js").KeyFile} KeyFile
 * @typedef {{message: string, signature: import("./proofs.js").Proof}} Signed
 * @typedef {{coefexps: Signed, signature: import("./proofs.js").Proof, parts: Signed}} Dealing
 *
 * @typedef {object} Rounds what the server tells of a set-up
 * @property {number} threshold how many must decrypt
 * @property {Signed[]} certs of all trustees, in their order
 * @property {Dealing[]} [dealings] of all trustees, once they are there
 */
import { hashHex, parseCompactJson } from "./encoding.js";
import { CryptoError } from "./errors.js";
import {
  GROUP, decode, decodeScalar, encode, g, hashToScalar, identity, power, powerPublic,
  randomScalar, reduce,
} from "./group.js";
import { checkKnowledge, proveKnowledge } from "./proofs.js";

/**
 * @param {KeyFile} key
 * @param {{size: number, threshold: number, index: number}} place `index` from 1
 * @returns {Signed}
 */
export function makeCertificate(key, { size, threshold, index }) {
  const secret = decodeScalar(key.private_key);
  return makeSigned(secret, JSON.stringify({
    context: { group: GROUP, size, threshold, index },
    verification: key.public_key,
    encryption: encode(power(g, receivingKey(secret))),
  }));
}

/**
 * @param {KeyFile} key
 * @param {Rounds} rounds
 * @param {number} index of the dealer, from 1
 * @returns {Dealing}
 * @throws {CryptoError} `bad_certificate` for a certificate that is not of this set-up,
 *   `key_not_in_set_up` for a key that is not the dealer's
 */
export function deal(key, rounds, index) {
  const { secret, signers, receivers, digest } = open(key, rounds, index);
  const polynomial = Array.from({ length: rounds.threshold }, (_, exponent) =>
    hashToScalar(`threshold-coefficient|${digest}|${exponent}|${secret}`));
  const coefexps = polynomial.map((coefficient) => encode(power(g, coefficient)));
  const parts = signers.map((_, place) => {
    const value = polynomial.reduceRight((sum, next) => reduce(sum * BigInt(place + 1) + next), 0n);
    return hide(value, digest, index, place + 1, receivers[place]);
  });
  const statement = JSON.stringify({ certs: rounds.certs, coefexps });
  return {
    coefexps: makeSigned(secret, JSON.stringify({ coefexps })),
    signature: sign(secret, `certs_sig|${statement}`),
    parts: makeSigned(secret, JSON.stringify({ dealer: index, certs: digest, parts })),
  };
}

/**
 * The key with which the trustee decrypts: the sum of what all have dealt.
 *
 * @param {KeyFile} key
 * @param {Rounds} rounds with their dealings
 * @param {number} index of the receiver, from 1
 * @returns {{dealer: number|null, share: {private_key: string, public_key: string}|null}} a
 *   `dealer` is named when what they dealt is not signed by them or does not fit
 * @throws {CryptoError} like `deal`
 */
export function takeUp(key, rounds, index) {
  const { secret, signers, digest } = open(key, rounds, index);
  let total = 0n;
  for (const [place, dealing] of rounds.dealings.entries()) {
    const value = receive(dealing, { secret, signers, digest, rounds, dealer: place + 1, index });
    if (value === null) return { dealer: place + 1, share: null };
    total = reduce(total + value);
  }
  const share = { private_key: total.toString(), public_key: encode(power(g, total)) };
  return { dealer: null, share };
}

/**
 * @param {KeyFile} key
 * @param {{private_key: string, public_key: string}} share of `takeUp`
 * @returns {object} the verification key of `trustees.json`, without a name
 */
export function makeVerificationKey(key, share) {
  const publicKey = share.public_key;
  return {
    pok: proveKnowledge(decodeScalar(share.private_key), `pok|${GROUP}|${publicKey}|`),
    public_key: publicKey,
    signature: sign(decodeScalar(key.private_key), publicKey),
  };
}

/** Checks the certificates, and that one of them is this key's. */
function open(key, { certs, threshold }, index) {
  const read = certs.map((cert, place) => readCertificate(cert, certs.length, threshold, place + 1));
  if (read[index - 1]?.verification !== key.public_key) {
    throw new CryptoError("key_not_in_set_up", "the set-up has another key at this place");
  }
  return {
    secret: decodeScalar(key.private_key),
    signers: read.map(({ verification }) => decode(verification)),
    receivers: read.map(({ encryption }) => decode(encryption)),
    digest: hashHex(JSON.stringify(certs)),
  };
}

function readCertificate(cert, size, threshold, index) {
  const content = parseCompactJson(cert.message);
  const context = { group: GROUP, size, threshold, index };
  const right = JSON.stringify(content.context) === JSON.stringify(context) &&
    isSigned(decode(content.verification), cert.message, cert.signature);
  if (!right) throw new CryptoError("bad_certificate", `the certificate of trustee ${index}`);
  return content;
}

/** @returns {bigint|null} the value dealt, or null when the dealing is not right */
function receive(dealing, { secret, signers, digest, rounds, dealer, index }) {
  try {
    const signer = signers[dealer - 1];
    const { coefexps } = readSigned(signer, dealing.coefexps);
    const statement = JSON.stringify({ certs: rounds.certs, coefexps });
    const content = readSigned(signer, dealing.parts);
    const right = coefexps.length === rounds.threshold &&
      isSigned(signer, `certs_sig|${statement}`, dealing.signature) &&
      content.dealer === dealer && content.certs === digest;
    if (!right) return null;
    const value = reveal(content.parts[index - 1], secret, digest, dealer, index);
    return power(g, value).equals(evaluate(coefexps.map(decode), index)) ? value : null;
  } catch (error) {
    if (error instanceof CryptoError || error instanceof TypeError) return null;
    throw error;
  }
}

/** @returns {import("./group.js").Element} g to the value of the polynomial there */
function evaluate(coefexps, at) {
  return coefexps.reduceRight((sum, next) => powerPublic(sum, BigInt(at)).add(next), identity);
}

function receivingKey(secret) {
  return hashToScalar(`threshold-receiving|${secret}`);
}

function pad(digest, dealer, receiver, alpha, shared) {
  return hashToScalar(
    `threshold-part|${digest}|${dealer}|${receiver}|${encode(alpha)},${encode(shared)}`,
  );
}

function hide(value, digest, dealer, receiver, encryption) {
  const nonce = randomScalar();
  const alpha = power(g, nonce);
  const hidden = reduce(value + pad(digest, dealer, receiver, alpha, power(encryption, nonce)));
  return { alpha: encode(alpha), value: hidden.toString() };
}

function reveal(part, secret, digest, dealer, receiver) {
  const alpha = decode(part.alpha);
  const shared = power(alpha, receivingKey(secret));
  return reduce(decodeScalar(part.value) - pad(digest, dealer, receiver, alpha, shared));
}

function sign(secret, message) {
  return proveKnowledge(secret, `sigmsg|${message}|`);
}

function makeSigned(secret, message) {
  return { message, signature: sign(secret, message) };
}

function isSigned(signer, message, signature) {
  return !signer.is0() && checkKnowledge(signature, signer, `sigmsg|${message}|`);
}

function readSigned(signer, { message, signature }) {
  if (!isSigned(signer, message, signature)) {
    throw new CryptoError("malformed", "a message is not signed by its sender");
  }
  return parseCompactJson(message);
}
