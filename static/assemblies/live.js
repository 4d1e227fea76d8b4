/**
 * Pages that follow a meeting: the desk, the screen in the hall, a member's phone.
 *
 * Every two seconds the page asks for the meeting's mark, a few bytes that cost the server nothing
 * while they stay the same (304). When it is another one, the parts marked `data-live` are fetched
 * again by their own hx-get. Without a connection the page says since when it has not heard
 * anything, and goes on asking.
 */
const EVERY = 2000;
const PATIENCE = 6000;

const live = document.getElementById("live");
const banner = document.getElementById("no-connection");
let known = null;
let seen = new Date();
let offset = 0;
let asking = false;
let refused = false;

async function ask() {
  if (asking) return;
  asking = true;
  try {
    const headers = known ? { "If-None-Match": known } : {};
    const answer = await fetch(live.dataset.now, {
      headers,
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status !== 304 && !answer.ok) throw new Error(String(answer.status));
    heard(answer);
    if (answer.status !== 304) await changed(answer.headers.get("ETag"));
  } catch {
    lost();
  } finally {
    asking = false;
  }
}

/** @param {Response} answer */
function heard(answer) {
  seen = new Date();
  const served = Date.parse(answer.headers.get("Date") ?? "");
  if (!Number.isNaN(served)) offset = served - seen.getTime();
  banner.hidden = true;
}

function lost() {
  banner.querySelector("[data-seen]").textContent =
    banner.querySelector("[data-before]").dataset.before + seen.toLocaleTimeString(document.documentElement.lang, { hour12: false });
  banner.hidden = false;
}

/** The first mark belongs to the page as it was loaded; it is fetched again all the same, since it
 * may have changed on the way.
 * @param {string | null} mark */
async function changed(mark) {
  refused = false;
  const parts = [...document.querySelectorAll("[data-live]")];
  await Promise.all(parts.map(renew));
  if (!refused) known = mark;
  document.dispatchEvent(new CustomEvent("meeting-renewed"));
}

/** Resolves when the part is there, or was not given; then it is asked for again.
 * @param {Element} part */
function renew(part) {
  return new Promise((done) => {
    const end = () => done(undefined);
    part.addEventListener("htmx:afterRequest", end, { once: true });
    setTimeout(end, PATIENCE);
    part.dispatchEvent(new CustomEvent("meeting-changed"));
  });
}

for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.body.addEventListener(failure, (event) => {
    if (event.target.closest?.("[data-live]")) {
      refused = true;
      lost();
    }
  });
}

// A log-in that has ended leads every part to the log-in page: then the page itself goes there.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  const answered = xhr.responseURL && new URL(xhr.responseURL).pathname;
  const asked = new URL(pathInfo.requestPath, location.href).pathname;
  if (answered && answered !== asked && answered.startsWith("/accounts/")) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});

/** Minutes and seconds until an announced hour, by the server's clock. */
function count() {
  document.querySelectorAll("[data-until]").forEach((place) => {
    const left = Math.max(0, Math.round((Date.parse(place.dataset.until) - Date.now() - offset) / 1000));
    const minutes = String(Math.floor(left / 60));
    place.textContent = `${minutes}:${String(left % 60).padStart(2, "0")}`;
    place.closest("[data-countdown]")?.classList.toggle("over", left === 0);
  });
}

setInterval(ask, EVERY);
setInterval(count, 1000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) ask();
});
document.addEventListener("meeting-renewed", count);
ask();
count();
