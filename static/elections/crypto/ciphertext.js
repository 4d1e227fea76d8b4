/**
 * @typedef {import("./group.js").Element} Element
 * @typedef {import("./proofs.js").Encryption} Encryption
 * @typedef {{alpha: Element, beta: Element}} Ciphertext
 */
import { encode, g, identity, power, randomScalar, reduce } from "./group.js";

/**
 * ElGamal in the exponent (specification, section 4.11.1).
 *
 * @param {number} value 0 or 1
 * @param {Element} publicKey
 * @returns {Encryption}
 */
export function encrypt(value, publicKey) {
  return encryptWith(randomScalar(), value, publicKey);
}

/**
 * The one encryption of a value that has this randomness.
 *
 * @param {bigint} randomness
 * @param {number} value 0 or 1
 * @param {Element} publicKey
 * @returns {Encryption}
 */
export function encryptWith(randomness, value, publicKey) {
  const mask = power(publicKey, randomness);
  return { alpha: power(g, randomness), beta: value ? mask.add(g) : mask, randomness, value };
}

/** @param {Encryption[]} encryptions @returns {Encryption} of the sum of their values */
export function product(encryptions) {
  return encryptions.reduce((total, next) => ({
    alpha: total.alpha.add(next.alpha),
    beta: total.beta.add(next.beta),
    randomness: reduce(total.randomness + next.randomness),
    value: total.value + next.value,
  }), { alpha: identity, beta: identity, randomness: 0n, value: 0 });
}

/** @param {Encryption} left @param {Encryption} right @returns {Encryption} of the difference */
export function quotient(left, right) {
  return {
    alpha: left.alpha.subtract(right.alpha),
    beta: left.beta.subtract(right.beta),
    randomness: reduce(left.randomness - right.randomness),
    value: left.value - right.value,
  };
}

/** @param {Ciphertext} ciphertext @returns {{alpha: string, beta: string}} as in the JSON texts */
export function publish({ alpha, beta }) {
  return { alpha: encode(alpha), beta: encode(beta) };
}
