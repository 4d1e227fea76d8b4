/**
 * The group Ed25519 as the Belenios specification uses it (section 5.2.1): the subgroup of prime
 * order q, written multiplicatively; an element is the 256-bit number of its compressed form in
 * 64 hexadecimal digits, that is the bytes of RFC 8032 in reverse order.
 *
 * @typedef {import("../vendor/noble-curves-2.4.0/ed25519.js").ed25519.Point} Element
 */
import { ed25519 } from "../vendor/noble-curves-2.4.0/ed25519.js";
import { hash, toHex } from "./encoding.js";
import { CryptoError } from "./errors.js";

const Point = ed25519.Point;
const TABLE_BITS = 8;

/** The group's name in elections and key files. */
export const GROUP = "Ed25519";
/** The order of the group. */
export const q = Point.Fn.ORDER;
/** The generator. */
export const g = Point.BASE.precompute(TABLE_BITS);
export const identity = Point.ZERO;

/** @param {bigint} number @returns {bigint} between 0 and q-1 */
export function reduce(number) {
  const rest = number % q;
  return rest < 0n ? rest + q : rest;
}

/** @param {Uint8Array} bytes @returns {bigint} big-endian */
export function toNumber(bytes) {
  return BigInt(`0x${toHex(bytes)}`);
}

/** @returns {bigint} uniform below q, from twice as many bits as q has */
export function randomScalar() {
  return reduce(toNumber(crypto.getRandomValues(new Uint8Array(64))));
}

/** @param {string} text @returns {bigint} SHA-256 of the text as a scalar */
export function hashToScalar(text) {
  return reduce(toNumber(hash(text)));
}

/** @param {unknown} text @returns {boolean} whether it is a number below q without leading zeros */
export function isScalar(text) {
  return typeof text === "string" && /^(0|[1-9][0-9]{0,77})$/.test(text) && BigInt(text) < q;
}

/**
 * @param {unknown} text decimal digits
 * @returns {bigint} below q
 * @throws {CryptoError} `malformed`
 */
export function decodeScalar(text) {
  if (!isScalar(text)) throw new CryptoError("malformed", "not a scalar below the group's order");
  return BigInt(text);
}

/** @param {Element} element @returns {string} 64 hexadecimal digits */
export function encode(element) {
  return toHex(element.toBytes().reverse());
}

/**
 * Decodes a point of the curve, which may lie outside the subgroup.
 *
 * @param {unknown} text
 * @returns {Element}
 * @throws {CryptoError} `malformed` for anything but the one canonical encoding
 */
export function decodePoint(text) {
  if (typeof text === "string" && /^[0-9a-f]{64}$/.test(text)) {
    const bytes = Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
    try {
      return Point.fromBytes(bytes.reverse(), false);
    } catch {
      // Told below, in this project's own words.
    }
  }
  throw new CryptoError("malformed", "not a canonical encoding of a point");
}

/** @param {Element} point @returns {boolean} whether it has order q or is the identity */
export function isMember(point) {
  return point.is0() || point.isTorsionFree();
}

/**
 * @param {unknown} text
 * @returns {Element} a member of the subgroup
 * @throws {CryptoError} `malformed`
 */
export function decode(text) {
  const point = decodePoint(text);
  if (!isMember(point)) {
    throw new CryptoError("malformed", "the point is outside the group of prime order");
  }
  return point;
}

/**
 * Prepares a base for many powers; the library keeps the table with the element.
 *
 * @param {Element} base
 * @returns {Element}
 */
export function prepare(base) {
  return base.is0() ? base : base.precompute(TABLE_BITS);
}

/**
 * A power whose exponent is secret, in the library's constant-time way.
 *
 * @param {Element} base
 * @param {bigint} exponent between 0 and q-1
 * @returns {Element}
 */
export function power(base, exponent) {
  // The library refuses 0 and the identity here; Belenios allows both.
  return exponent === 0n || base.is0() ? identity : base.multiply(exponent);
}

/**
 * A power whose exponent everybody may know; faster.
 *
 * @param {Element} base
 * @param {bigint} exponent between 0 and q-1
 * @returns {Element}
 */
export function powerPublic(base, exponent) {
  return base.multiplyUnsafe(exponent);
}
