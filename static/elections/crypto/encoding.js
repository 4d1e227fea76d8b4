import { sha256 } from "../vendor/noble-curves-2.4.0/ed25519.js";
import { CryptoError } from "./errors.js";

const utf8 = new TextEncoder();

/** @param {Uint8Array} bytes @returns {string} lower-case hexadecimal */
export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string|Uint8Array} data text is hashed as UTF-8 @returns {Uint8Array} 32 bytes */
export function hash(data) {
  // SubtleCrypto is missing on pages served over plain HTTP, hence SHA-256 from the library.
  return sha256(typeof data === "string" ? utf8.encode(data) : data);
}

/** @param {string|Uint8Array} data @returns {string} SHA-256 in hexadecimal */
export function hashHex(data) {
  return toHex(hash(data));
}

/** @param {string|Uint8Array} data @returns {string} SHA-256 in base64 without padding */
export function hashBase64(data) {
  return btoa(String.fromCharCode(...hash(data))).replace(/=+$/, "");
}

/**
 * Parses JSON that must be in compact form, without repeated members and with nothing that a
 * second reader could understand differently: what is parsed serialises to the very same text.
 *
 * @param {string} raw
 * @returns {any}
 * @throws {CryptoError} `malformed`
 */
export function parseCompactJson(raw) {
  const value = parseJson(raw);
  if (JSON.stringify(value) !== raw) {
    throw new CryptoError("malformed", "the JSON text is not in compact form");
  }
  return value;
}

/** @param {string} raw @returns {any} @throws {CryptoError} `malformed` */
export function parseJson(raw) {
  try {
    return JSON.parse(raw);
  } catch (error) {
    throw new CryptoError("malformed", `no JSON: ${error.message}`);
  }
}
