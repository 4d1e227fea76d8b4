/**
 * Talks to the server that handed out the page.
 */

/** Pages for slips send no cookie, so that a log-in in another tab is not beside the ballot. */
const credentials = document.documentElement.dataset.cookies === "none" ? "omit" : "same-origin";

/** The server refused; `sentence` is for the reader, `code` is stable. */
export class Refused extends Error {
  /** @param {string} code @param {string} [sentence] */
  constructor(code, sentence) {
    super(code);
    this.name = "Refused";
    this.code = code;
    this.sentence = sentence;
  }
}

/**
 * @param {string} url
 * @param {object} data
 * @returns {Promise<any>} the answer
 * @throws {Refused} with the server's code, or `offline`, `logged_out`, `failed`
 */
export async function post(url, data) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  return ask(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(token && { "X-CSRFToken": token }) },
    body: JSON.stringify(data),
  });
}

/** @param {string} url @returns {Promise<any>} @throws {Refused} */
export async function get(url) {
  return ask(url, {});
}

/** @param {string} url @returns {Promise<Uint8Array>} a file's bytes @throws {Refused} */
export async function download(url) {
  const response = await reach(url, {});
  if (!response.ok) throw new Refused("failed");
  return new Uint8Array(await response.arrayBuffer());
}

async function ask(url, options) {
  const response = await reach(url, options);
  if (!(response.headers.get("Content-Type") ?? "").includes("json")) throw new Refused("failed");
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.error ?? "failed", answer.message);
  return answer;
}

async function reach(url, options) {
  let response;
  try {
    response = await fetch(url, { ...options, credentials, cache: "no-store" });
  } catch {
    throw new Refused("offline");
  }
  // A session that ended is answered with the log-in page.
  if (response.redirected) throw new Refused("logged_out");
  return response;
}
