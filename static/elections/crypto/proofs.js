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
import { CryptoError } from "./errors.js";
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
 * @param {string[]} [stated] encoded elements that are hashed with the commitments
 * @returns {Proof}
 */
export function proveDecryption(secret, base, prefix, stated = []) {
  const nonce = randomScalar();
  const commitments = [power(g, nonce), power(base, nonce)].map(encode);
  const challenge = hashToScalar(prefix + [...stated, ...commitments].join(","));
  return proofOf(challenge, reduce(nonce - secret * challenge));
}

/**
 * Proof that a ciphertext holds one of the given values (section 4.12).
 *
 * @param {Encryption} encryption
 * @param {number[]} values in ascending order, the encrypted value among them
 * @param {Element} publicKey y
 * @param {string} statement S of the specification, without the leading "prove|"
 * @returns {Proof[]} one per value
 */
export function proveMembership(encryption, values, publicKey, statement) {
  const { alpha, beta } = encryption;
  const claims = values.map((value) => ({ encryption, value }));
  return proveOneOf(claims, publicKey, `prove|${statement}|${encode(alpha)},${encode(beta)}|`);
}

/**
 * Proof that one of the claims holds, without telling which (sections 4.12 and 4.13).
 *
 * Every commitment is written with the bases g and y alone, because the prover knows the
 * randomness; so all powers come from two tables. For the claims that are not the chosen true one,
 * the nonce is drawn first and the response follows from it: the same distribution as drawing the
 * response.
 *
 * @param {Array<{encryption: Encryption, value: number}>} claims that it holds the value
 * @param {Element} publicKey y
 * @param {string} prefix
 * @returns {Proof[]} one per claim
 * @throws {CryptoError} `bad_choices` when no claim is true
 */
export function proveOneOf(claims, publicKey, prefix) {
  const chosen = claims.findIndex(({ encryption, value }) => encryption.value === value);
  if (chosen < 0) throw new CryptoError("bad_choices", "none of the claims is true");
  const steps = claims.map((claim, index) => commit(claim, index === chosen, publicKey));
  const whole = hashToScalar(prefix + steps.map((step) => step.commitments).join(","));
  const simulated = steps.reduce((sum, step) => sum + step.challenge, 0n);
  return steps.map((step, index) => {
    const challenge = index === chosen ? reduce(whole - simulated) : step.challenge;
    return proofOf(challenge, reduce(step.nonce - claims[index].encryption.randomness * challenge));
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
 * @param {{encryption: Encryption, value: number}} claim
 * @param {boolean} isChosen
 * @param {Element} publicKey
 * @returns {{nonce: bigint, challenge: bigint, commitments: string}} the challenge of the chosen
 *   claim is 0 until the hash is known
 */
function commit({ encryption, value }, isChosen, publicKey) {
  const nonce = randomScalar();
  const first = power(g, nonce);
  const second = power(publicKey, nonce);
  if (isChosen) {
    return { nonce, challenge: 0n, commitments: `${encode(first)},${encode(second)}` };
  }
  const challenge = randomScalar();
  const shift = power(g, reduce(BigInt(encryption.value - value) * challenge));
  return { nonce, challenge, commitments: `${encode(first)},${encode(second.add(shift))}` };
}
