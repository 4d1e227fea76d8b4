/**
 * Zero-knowledge proofs of the Belenios specification, crypto version 1. The text before a
 * challenge's commitments ("prefix") ends with a vertical bar and is given by the caller.
 *
 * @typedef {{challenge: string, response: string}} Proof decimal numbers below q
 * @typedef {import("./group.js").Element} Element
 * @typedef {object} Encryption what the one who encrypts knows of a ciphertext
 * @property {Element} alpha g^randomness
 * @property {Element} beta y^randomness g^value
 * @property {bigint} randomness
 * @property {number} value
 */
import {
  decodeScalar, encode, g, hashToScalar, power, powerPublic, randomScalar, reduce,
} from "./group.js";

/** @param {bigint} challenge @param {bigint} response @returns {Proof} */
function proofOf(challenge, response) {
  return { challenge: challenge.toString(), response: response.toString() };
}

/**
 * Proof of knowledge of the exponent of g^secret (sections 4.5 and 4.16).
 *
 * @param {bigint} secret
 * @param {string} prefix
 * @returns {Proof}
 */
export function proveKnowledge(secret, prefix) {
  const nonce = randomScalar();
  const challenge = hashToScalar(prefix + encode(power(g, nonce)));
  return proofOf(challenge, reduce(nonce - secret * challenge));
}

/**
 * @param {Proof} proof
 * @param {Element} element the member of the group whose exponent is said to be known
 * @param {string} prefix
 * @returns {boolean}
 * @throws {CryptoError} `malformed`
 */
export function checkKnowledge(proof, element, prefix) {
  const challenge = decodeScalar(proof?.challenge);
  const response = decodeScalar(proof?.response);
  const commitment = powerPublic(g, response).add(powerPublic(element, challenge));
  return hashToScalar(prefix + encode(commitment)) === challenge;
}

/**
 * Proof that factor = base^secret for the secret of g^secret (section 4.20).
 *
 * @param {bigint} secret
 * @param {Element} base
 * @param {string} prefix
 * @returns {Proof}
 */
export function proveDecryption(secret, base, prefix) {
  const nonce = randomScalar();
  const commitments = [power(g, nonce), power(base, nonce)].map(encode);
  const challenge = hashToScalar(prefix + commitments.join(","));
  return proofOf(challenge, reduce(nonce - secret * challenge));
}

/**
 * Proof that a ciphertext holds one of the given values (section 4.12).
 *
 * Every commitment is written with the bases g and y alone, because the prover knows the
 * randomness; so all powers come from two tables. For the values that are not the true one, the
 * nonce is drawn first and the response follows from it: the same distribution as drawing the
 * response.
 *
 * @param {Encryption} encryption
 * @param {number[]} values in ascending order, the encrypted value among them
 * @param {Element} publicKey y
 * @param {string} statement S of the specification, without the leading "prove|"
 * @returns {Proof[]} one per value
 */
export function proveMembership(encryption, values, publicKey, statement) {
  const steps = values.map((value) => commit(encryption, value, publicKey));
  const { alpha, beta, randomness, value } = encryption;
  const commitments = steps.map((step) => step.commitments).join(",");
  const whole = hashToScalar(
    `prove|${statement}|${encode(alpha)},${encode(beta)}|${commitments}`,
  );
  const simulated = steps.reduce((sum, step) => sum + step.challenge, 0n);
  return steps.map((step, index) => {
    const challenge = values[index] === value ? reduce(whole - simulated) : step.challenge;
    return proofOf(challenge, reduce(step.nonce - randomness * challenge));
  });
}

/**
 * @param {import("./ciphertext.js").Ciphertext} ciphertext
 * @param {number[]} values
 * @param {Proof[]} proofs one per value
 * @param {Element} publicKey
 * @param {string} statement
 * @returns {boolean}
 * @throws {CryptoError} `malformed`
 */
export function checkMembership({ alpha, beta }, values, proofs, publicKey, statement) {
  if (proofs?.length !== values.length) return false;
  let claimed = 0n;
  const commitments = values.map((value, index) => {
    const challenge = decodeScalar(proofs[index]?.challenge);
    const response = decodeScalar(proofs[index]?.response);
    claimed = reduce(claimed + challenge);
    const first = powerPublic(g, response).add(powerPublic(alpha, challenge));
    const rest = powerPublic(g, reduce(BigInt(-value) * challenge));
    const second = powerPublic(publicKey, response).add(powerPublic(beta, challenge)).add(rest);
    return `${encode(first)},${encode(second)}`;
  });
  const text = `prove|${statement}|${encode(alpha)},${encode(beta)}|${commitments.join(",")}`;
  return hashToScalar(text) === claimed;
}

/**
 * @param {Encryption} encryption
 * @param {number} candidate the value that this part of the proof is about
 * @param {Element} publicKey
 * @returns {{nonce: bigint, challenge: bigint, commitments: string}} the challenge of the true
 *   value is 0 until the hash is known
 */
function commit(encryption, candidate, publicKey) {
  const nonce = randomScalar();
  const first = power(g, nonce);
  const second = power(publicKey, nonce);
  if (candidate === encryption.value) {
    return { nonce, challenge: 0n, commitments: `${encode(first)},${encode(second)}` };
  }
  const challenge = randomScalar();
  const shift = power(g, reduce(BigInt(encryption.value - candidate) * challenge));
  return { nonce, challenge, commitments: `${encode(first)},${encode(second.add(shift))}` };
}
