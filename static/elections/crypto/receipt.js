/**
 * The receipt of a ballot: the box's own key signs that the ballot is on the board at a head.
 *
 * @typedef {object} Receipt
 * @property {string} election its fingerprint
 * @property {string} tracker
 * @property {string} head
 * @property {import("./proofs.js").Proof} signature
 */
import { parseElection } from "./election.js";
import { decode } from "./group.js";
import { checkKnowledge } from "./proofs.js";

/**
 * @param {Receipt} receipt
 * @param {string} electionRaw the election's JSON text
 * @param {string} boxKey public key of the box, as the list of trustees has it
 * @param {string} tracker of the ballot that was sent
 * @returns {boolean} whether the box signed for this ballot of this election
 * @throws {import("./errors.js").CryptoError} `malformed`
 */
export function checkReceipt(receipt, electionRaw, boxKey, tracker) {
  const { fingerprint } = parseElection(electionRaw);
  if (receipt.election !== fingerprint || receipt.tracker !== tracker) return false;
  const statement = `receipt|${fingerprint}|${tracker}|${receipt.head}|`;
  return checkKnowledge(receipt.signature, decode(boxKey), statement);
}
