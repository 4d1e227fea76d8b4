/**
 * What a trustee does with the key: show that it works, and decrypt.
 *
 * @typedef {import("./key.js").KeyFile} KeyFile
 * @typedef {import("./proofs.js").Proof} Proof
 */
import { readArchive } from "./archive.js";
import { lengthOf, parseElection } from "./election.js";
import { CryptoError } from "./errors.js";
import { decodeScalar, encode, g, hashToScalar, isMember, power } from "./group.js";
import { makeProgress } from "./progress.js";
import { proveDecryption, proveKnowledge } from "./proofs.js";
import { recomputeTally } from "./tally.js";

export { newKey, readKeyFile, readKeySheet } from "./key.js";

/** The share of the work, roughly, that computing the tally again takes. */
const TALLY = 0.8;

/**
 * Shows that a key, read again from its file, is the one whose public half the server has.
 *
 * @param {KeyFile} key
 * @param {string} nonce of the server
 * @returns {Proof}
 */
export function restoreProof(key, nonce) {
  return proveKnowledge(decodeScalar(key.private_key), `restore|${nonce}|${key.public_key}|`);
}

/**
 * Decrypts, before the vote opens, test ciphertexts that anyone can compute from the election's
 * fingerprint. An empty tally would hide a wrong key; these do not.
 *
 * @param {string} electionRaw
 * @param {KeyFile} key
 * @returns {string} a partial decryption's JSON text
 */
export function rehearse(electionRaw, key) {
  const election = parseElection(electionRaw);
  const { fingerprint } = election;
  const ciphertexts = election.questions.map((asked, question) => Array.from(
    { length: lengthOf(asked) },
    (_, answer) => ({ alpha: power(g, hashToScalar(`rehearsal|${fingerprint}|${question}|${answer}`)) }),
  ));
  return decryptTally(election, ciphertexts, key, () => {});
}

/**
 * Decrypts the tally of an archive with one key, after computing that tally again.
 *
 * @param {Uint8Array} archiveBytes the whole archive, so that no part of the ballots can be
 *   decrypted under the name of all of them
 * @param {KeyFile} key
 * @param {(done: number) => void} [onProgress] from 0 to 1
 * @returns {{partialDecryption: string|null, owner: number, ballots: number, counted: number,
 *   fingerprint: string, head: string, tallyMatches: boolean}} `partialDecryption` is null when
 *   the published tally is not that of the ballots; `owner` numbers the trustees from 1; `ballots`
 *   were accepted, of which `counted` are their voters' last ones; the election's `fingerprint`
 *   and the board's `head` are for comparison with the hall's screen
 * @throws {CryptoError} `no_tally`, `key_not_in_election`, and what `readArchive` and
 *   `recomputeTally` throw
 */
export function decrypt(archiveBytes, key, onProgress = () => {}) {
  const archive = readArchive(archiveBytes);
  if (!archive.tally) throw new CryptoError("no_tally", "the box has not been closed and tallied");
  const owner = findOwner(archive.trustees, key.public_key);
  const tally = recomputeTally(archive, (done) => onProgress(TALLY * done));
  const tallyMatches = isSame(tally, archive.tally);
  const partialDecryption = tallyMatches
    ? decryptTally(archive.election, tally.ciphertexts, key, onProgress)
    : null;
  return {
    partialDecryption,
    owner,
    ballots: archive.ballots.length,
    counted: tally.numTallied,
    fingerprint: archive.election.fingerprint,
    head: archive.head,
    tallyMatches,
  };
}

/**
 * @param {Array<[string, any]>} trustees
 * @param {string} publicKey
 * @returns {number} counted from 1 through all of them, threshold groups member by member
 */
function findOwner(trustees, publicKey) {
  const keys = trustees.flatMap(([kind, data]) =>
    kind === "Pedersen" ? data.verification_keys : [data]);
  const index = keys.findIndex((trusteeKey) => trusteeKey.public_key === publicKey);
  if (index < 0) throw new CryptoError("key_not_in_election", "no trustee here has this key");
  return index + 1;
}

/** @returns {boolean} whether a tally is, figure by figure and byte by byte, the published one */
function isSame(tally, published) {
  return tally.raw === published.raw && tally.numTallied === published.numTallied &&
    String(tally.totalWeight) === String(published.totalWeight);
}

/**
 * @param {import("./election.js").Election} election
 * @param {Array<Array<{alpha: import("./group.js").Element}>>} ciphertexts
 * @param {KeyFile} key
 * @param {(done: number) => void} onProgress
 * @returns {string} the partial decryption's JSON text
 */
function decryptTally({ fingerprint, demands }, ciphertexts, key, onProgress) {
  const secret = decodeScalar(key.private_key);
  const about = `${fingerprint}|${key.public_key}|`;
  const report = (done) => onProgress(TALLY + (1 - TALLY) * done);
  const progress = makeProgress(ciphertexts.flat().length, report);
  const shares = ciphertexts.map((row) => row.map(({ alpha }) => {
    // A power of a point outside the group would tell something of the key.
    if (!isMember(alpha)) throw new CryptoError("bad_ballot", "the tally is outside the group");
    const factor = encode(power(alpha, secret));
    const proof = proveDecryption(secret, alpha, `decrypt|${about}`);
    // The proof of the specification says neither what was decrypted nor what came out.
    const stated = [encode(alpha), factor];
    const bound = demands.bound ? proveDecryption(secret, alpha, `bound|${about}`, stated) : null;
    return progress.after({ factor, proof, bound });
  }));
  const each = (name) => shares.map((row) => row.map((share) => share[name]));
  return JSON.stringify({
    decryption_factors: each("factor"),
    decryption_proofs: each("proof"),
    ...(demands.bound ? { bound_proofs: each("bound") } : {}),
  });
}
