/**
 * The strict tar of `.bel` archives: plain files in 512-byte blocks, without an end mark.
 */
import { CryptoError } from "./errors.js";

const BLOCK = 512;
const CHECKSUM = { start: 148, end: 156 };
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * @typedef {{name: string, text: string, bytes: Uint8Array}} Member
 *
 * @param {Uint8Array} archive
 * @returns {Member[]}
 * @throws {CryptoError} `archive_unreadable`
 */
export function readTar(archive) {
  const members = [];
  for (let offset = 0; offset < archive.length;) {
    const header = archive.subarray(offset, offset + BLOCK);
    const size = readHeaderSize(header);
    const start = offset + BLOCK;
    const end = start + size;
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
    if (offset > archive.length || archive.subarray(end, offset).some((byte) => byte !== 0)) {
      throw new CryptoError("archive_unreadable", "a member is cut off or badly padded");
    }
    const bytes = archive.subarray(start, end);
    members.push({ name: field(header, 0, 100), text: decodeText(bytes), bytes });
  }
  return members;
}

/** @param {Uint8Array} header @returns {number} bytes of the member's content */
function readHeaderSize(header) {
  const size = field(header, 124, 136);
  const stated = field(header, CHECKSUM.start, CHECKSUM.end);
  const plainFile = header.length === BLOCK && header[156] === "0".charCodeAt(0);
  if (!plainFile || !/^[0-7]{11}$/.test(size) || parseInt(stated, 8) !== checksum(header)) {
    throw new CryptoError("archive_unreadable", "a member's header is damaged");
  }
  return parseInt(size, 8);
}

/** @param {Uint8Array} header @returns {number} sum of its bytes, its own field read as blanks */
function checksum(header) {
  const blank = " ".charCodeAt(0);
  const counted = (byte, index) =>
    CHECKSUM.start <= index && index < CHECKSUM.end ? blank : byte;
  return header.reduce((sum, byte, index) => sum + counted(byte, index), 0);
}

/** @param {Uint8Array} header @param {number} start @param {number} end @returns {string} */
function field(header, start, end) {
  const bytes = header.subarray(start, end);
  const length = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, length < 0 ? bytes.length : length));
}

/** @param {Uint8Array} bytes @returns {string} */
function decodeText(bytes) {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new CryptoError("archive_unreadable", "a member is not UTF-8 text");
  }
}
