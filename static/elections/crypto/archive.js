/**
 * Election archives (`.bel`): data named by their hashes and a chain of events that refer to them
 * (specification, section 4.4).
 *
 * @typedef {import("./election.js").Election} Election
 *
 * @typedef {object} Archive
 * @property {Election} election
 * @property {Array<[string, any]>} trustees
 * @property {Map<string, number>} credentials public credential and its weight
 * @property {string[]} ballots in the order of acceptance, replaced ones included
 * @property {{numTallied: number, totalWeight: number|string, raw: string}|null} tally as
 *   published; a large weight is a decimal string
 * @property {Array<{owner: number, raw: string}>} partialDecryptions
 * @property {string|null} result
 * @property {string} head hex hash of the last event
 */
import { parseElection } from "./election.js";
import { hashHex, parseCompactJson, parseJson } from "./encoding.js";
import { CryptoError } from "./errors.js";
import { readTar } from "./tar.js";

/** What may follow what. */
const SUCCESSORS = {
  start: ["Setup"],
  Setup: ["Ballot", "EndBallots"],
  Ballot: ["Ballot", "EndBallots"],
  EndBallots: ["EncryptedTally"],
  EncryptedTally: ["PartialDecryption", "Result"],
  PartialDecryption: ["PartialDecryption", "Result"],
  Result: [],
};

/**
 * Reads an archive and checks its chain: every member has the hash that it is named by, every
 * event follows its parent, every payload is there and nothing else is.
 *
 * @param {Uint8Array} bytes
 * @returns {Archive}
 * @throws {CryptoError} `archive_unreadable`, `archive_tampered`, `malformed`, and what
 *   `parseElection` throws
 */
export function readArchive(bytes) {
  const [header, ...members] = readTar(bytes);
  if (header?.name !== "BELENIOS" || parseJson(header.text)?.version !== 1) {
    throw new CryptoError("archive_unreadable", "not an election archive of version 1");
  }
  const chain = new Chain();
  try {
    members.forEach((member) => chain.append(member));
  } catch (error) {
    // Texts may hold any JSON: a number where a list should be, say.
    throw error instanceof CryptoError ? error : tampered(`a text is malformed: ${error.message}`);
  }
  return chain.finish();
}

class Chain {
  /** @type {Map<string, string>} data by hash */
  #data = new Map();
  /** @type {Set<string>} hashes of data that no event has led to yet */
  #unused = new Set();
  #last = { hash: undefined, height: -1, type: "start" };
  #archive = { ballots: [], tally: null, partialDecryptions: [], result: null };

  /** @param {import("./tar.js").Member} member */
  append({ name, text, bytes }) {
    const [hash, kind, ending, ...rest] = name.split(".");
    if (hash !== hashHex(bytes)) throw tampered(`${name} does not have the hash it is named by`);
    if (ending !== "json" || rest.length || !["data", "event"].includes(kind)) {
      throw tampered(`unexpected member ${name}`);
    }
    if (kind === "event") {
      this.#follow(hash, parseCompactJson(text));
    } else {
      if (this.#data.has(hash)) throw tampered(`${name} occurs twice`);
      this.#data.set(hash, text);
      this.#unused.add(hash);
    }
  }

  /** @returns {Archive} */
  finish() {
    if (this.#last.type === "start" || this.#unused.size) {
      throw tampered("the archive does not end with an event");
    }
    return { ...this.#archive, head: this.#last.hash };
  }

  #follow(hash, { parent, height, type, payload }) {
    const { hash: last, height: before, type: state } = this.#last;
    if (parent !== last || height !== before + 1 || !SUCCESSORS[state].includes(type)) {
      throw tampered(`event ${height} does not follow the one before it`);
    }
    if (type === "EndBallots" ? payload !== undefined : !this.#data.has(payload)) {
      throw tampered(`the payload of event ${height} is missing`);
    }
    this.#record(type, type === "EndBallots" ? "" : this.#take(payload));
    if (this.#unused.size) throw tampered(`event ${height} leaves data that nothing refers to`);
    this.#last = { hash, height, type };
  }

  #record(type, text) {
    if (type === "Setup") Object.assign(this.#archive, this.#setup(parseCompactJson(text)));
    if (type === "Ballot") this.#archive.ballots.push(text);
    if (type === "EncryptedTally") this.#archive.tally = this.#tally(parseCompactJson(text));
    if (type === "PartialDecryption") {
      const { owner, payload } = parseCompactJson(text);
      this.#archive.partialDecryptions.push({ owner, raw: this.#take(payload) });
    }
    if (type === "Result") this.#archive.result = text;
  }

  #setup({ election, trustees, credentials }) {
    return {
      election: parseElection(this.#take(election)),
      trustees: parseJson(this.#take(trustees)),
      credentials: readCredentials(parseCompactJson(this.#take(credentials))),
    };
  }

  #tally({ num_tallied: numTallied, total_weight: totalWeight, encrypted_tally: payload }) {
    return { numTallied, totalWeight, raw: this.#take(payload) };
  }

  /** Data may serve once: a ballot that a second event repeats is a replay. */
  #take(hash) {
    if (!this.#unused.delete(hash)) throw tampered(`data ${hash} is missing or used twice`);
    return this.#data.get(hash);
  }
}

/** @param {string[]} list @returns {Map<string, number>} */
function readCredentials(list) {
  const credentials = new Map(list.map((entry) => {
    const [, credential, weight] = /^([0-9a-f]{64})(?:,([1-9][0-9]*))?$/.exec(entry) ?? [];
    if (!credential) throw tampered("the list of credentials is malformed");
    return [credential, Number(weight ?? 1)];
  }));
  if (credentials.size !== list.length) throw tampered("a credential is listed twice");
  return credentials;
}

/** @param {string} message @returns {CryptoError} */
function tampered(message) {
  return new CryptoError("archive_tampered", message);
}
