// One stream of what happens while a page is open, told to the page as events. For every page that
// has an element with these attributes:
//
//   data-live="/debates/KEY/ticket/"  who may listen gets JSON {ticket, seq, url, poll} there
//   data-live-seq="17"                up to which Change the page was made (else the ticket's seq)
//   data-live-blind                   something of others is hidden from the reader yet
//   data-live-events="phase clock"    more events to be told of; change, here, rules always are
//
// Dispatched on document:
//   live:change  detail {seq, kind, claims, parents}: a Change, each once and in their order
//   live:NAME    detail: what was published (live:here {count}, live:rules, live:phase, ...)
//   live:resync  detail {seq}: something that was published was missed, and with a seq the Changes up
//                to it too: fetch anew what is shown
//   live:unveiled  it is hidden no more (the ticket says blind: false)
//   live:state   detail {state}: connecting, open, polling, lost, waiting (too many listen), paused
//                (nobody looks), closed (may not listen any more); also in data-live-state
//
// A ticket is good for a few minutes, so each new stream asks for one. Where streams do not open
// (some networks hold them back) the same is asked for again and again.

const place = document.querySelector("[data-live]");

const FIRST_EVENT_MS = 12000; // a stream that says nothing for so long is held back
const ANSWER_MS = 15000; // of a ticket
const POLL_SECONDS = 25;
const AGAIN_MS = 1000; // before a lost stream is begun again; doubles each time
const AGAIN_MAX_MS = 60000;
const STEADY_MS = 10000; // a stream that lasted begins again soon
const REFUSED_MAX = 2; // streams in a row that never opened; then it is asked why
const HIDDEN_MS = 60000; // after which a page that nobody sees listens no more
const SILENT_MS = 40000; // a stream that told nothing for so long, though it beats, is lost
const ALWAYS = ["change", "here", "rules", "resync", "renew", "beat"];

const reached = new Map(); // the last Change that the page was told of, by debate
let since = null; // how far it is, as the server wants to hear it
let sure = performance.timeOrigin; // when nothing was missed: the page was asked for, or told of something
let stream = null; // the EventSource that counts
let older = null; // the one before it, until that one speaks
let asking = null; // ends a request under way
let attempt = 0; // grows with each beginning, so that an older one knows that it is over
let failures = 0;
let refused = 0;
let blocked = !("EventSource" in globalThis);
let state = "";
let again = 0;
let hiding = 0;

const tell = (name, detail = {}) => document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));

const become = (next) => {
  if (next === state) return;
  state = next;
  place.dataset.liveState = next;
  tell("state", { state: next });
};

const stop = () => {
  attempt += 1;
  clearTimeout(again);
  stream?.close();
  older?.close();
  stream = older = null;
  asking?.abort();
  asking = null;
};

const retry = (next = "lost", least = 0) => {
  stop();
  become(next);
  const wait = Math.min(AGAIN_MS * 2 ** failures, AGAIN_MAX_MS);
  failures += 1;
  again = setTimeout(connect, Math.max(least, wait) * (0.5 + Math.random())); // not all pages at once
};

const told = (name, data, id) => {
  if (name === "change") {
    const debate = data.debate ?? "";
    if (data.seq <= (reached.get(debate) ?? 0)) return;
    reached.set(debate, data.seq);
  }
  if (name === "resync") reached.clear();
  if (id) since = String(id);
  tell(name, name === "resync" ? { seq: id ? Number(id) : null } : data);
  if (name === "renew" || name === "resync") connect();
  // What may be seen is another thing now, which a ticket says; and pages ask for one by and by.
  if (name === "rules") setTimeout(connect, 2000 * Math.random());
};

const parsed = (text) => {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return {};
  }
};

const ask = async (address) => {
  asking = new AbortController();
  const limit = setTimeout(() => asking?.abort(), ANSWER_MS + POLL_SECONDS * 1000);
  try {
    return await fetch(address, { cache: "no-store", headers: { Accept: "application/json" }, signal: asking.signal });
  } finally {
    clearTimeout(limit);
  }
};

const where = (address, ticket) => {
  const query = new URLSearchParams({ ticket: ticket.ticket });
  if (since !== null) query.set("since", since);
  query.set("age", Math.max(0, Math.ceil((Date.now() - sure) / 1000)));
  return `${address}?${query}`;
};

const listen = (ticket, mine) => {
  older?.close();
  older = stream; // goes on until the next one speaks, so that nothing waits
  const next = new EventSource(where(ticket.url, ticket));
  stream = next;
  const begun = Date.now();
  let opened = false;
  let silent = setTimeout(() => {
    blocked = true;
    if (mine === attempt) connect();
  }, FIRST_EVENT_MS);
  // Never left to the browser, which would come back with the same ticket.
  const lost = () => {
    clearTimeout(silent);
    next.close();
    if (next !== stream) return;
    if (Date.now() - begun > STEADY_MS) failures = 0;
    refused = opened ? 0 : refused + 1;
    if (refused >= REFUSED_MAX) blocked = true;
    retry();
  };
  const heard = () => {
    clearTimeout(silent);
    silent = setTimeout(lost, SILENT_MS);
    older?.close();
    older = null;
    sure = Date.now();
    become("open");
  };
  next.onopen = () => {
    opened = true;
    refused = 0;
  };
  next.onerror = lost;
  for (const name of new Set([...ALWAYS, ...(place.dataset.liveEvents ?? "").split(/\s+/).filter(Boolean)])) {
    next.addEventListener(name, (event) => {
      if (next === stream) heard();
      told(name, parsed(event.data), event.lastEventId);
    });
  }
};

const poll = async (ticket, mine) => {
  stream?.close();
  older?.close();
  stream = older = null;
  for (;;) {
    // The first answer comes at once: it tells whether this way is open.
    const wait = state === "polling" ? POLL_SECONDS : 0;
    const answer = await ask(`${where(ticket.poll, ticket)}&wait=${wait}`);
    if (mine !== attempt) return;
    if (answer.status === 401) {
      // The ticket's time is over; perhaps it was only slow, and a stream opens now.
      blocked = !("EventSource" in globalThis);
      return connect();
    }
    if (answer.status === 429) {
      blocked = refused < REFUSED_MAX;
      refused = 0;
      return retry("waiting", 1000 * Number(answer.headers.get("Retry-After") ?? 0));
    }
    if (!answer.ok) throw new Error(answer.statusText);
    const { events, since: now } = await answer.json();
    if (mine !== attempt) return;
    failures = 0;
    sure = Date.now();
    become("polling");
    for (const { event, data, id } of events) told(event, data, id);
    since = now; // with the moment, so that nothing published is missed
    if (mine !== attempt) return;
  }
};

const connect = async () => {
  attempt += 1;
  const mine = attempt;
  clearTimeout(again);
  if (!state) become("connecting");
  try {
    const answer = await ask(place.dataset.live);
    if (mine !== attempt) return;
    if ([401, 403, 404, 410].includes(answer.status)) {
      stop();
      return become("closed");
    }
    if (!answer.ok) throw new Error(answer.statusText);
    const ticket = await answer.json();
    if (mine !== attempt) return;
    if ("liveBlind" in place.dataset && ticket.blind === false) {
      delete place.dataset.liveBlind;
      tell("unveiled");
    }
    since ??= place.dataset.liveSeq ?? (ticket.seq === undefined ? null : String(ticket.seq));
    if (!blocked) return listen(ticket, mine);
    await poll(ticket, mine);
  } catch {
    if (mine === attempt) retry();
  }
};

const soon = () => {
  failures = 0;
  connect();
};

if (place) {
  connect();
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.hidden) {
      hiding = setTimeout(() => {
        stop();
        become("paused");
      }, HIDDEN_MS);
    } else if (state === "paused" || state === "lost") soon();
  });
  addEventListener("online", () => state !== "closed" && soon());
  addEventListener("offline", () => state !== "closed" && retry());
  addEventListener("pagehide", stop);
  addEventListener("pageshow", ({ persisted }) => persisted && soon());
  document.addEventListener("live:again", soon); // somebody asks to try now
}
