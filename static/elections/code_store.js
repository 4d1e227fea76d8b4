/**
 * Where a voting code waits inside this tab: only while its voter logs in, or as long as the voter
 * asked for by a tick. It is gone with the tab, and never in a cookie or an address that is sent.
 */
const KEY = "voting-code";

/** @returns {string} the code of a letter's link; it is taken out of the address at once */
export function takeFromAddress() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (code) history.replaceState(null, "", location.pathname + location.search);
  return code;
}

/** @param {string} code @param {boolean} keep beyond the next page */
export function hold(code, keep) {
  sessionStorage.setItem(KEY, JSON.stringify({ code, keep }));
}

/** @returns {{code: string, keep: boolean}} forgets a code that was not to be kept */
export function take() {
  const held = JSON.parse(sessionStorage.getItem(KEY) ?? '{"code": "", "keep": false}');
  if (!held.keep) forget();
  return held;
}

export function forget() {
  sessionStorage.removeItem(KEY);
}
