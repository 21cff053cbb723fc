// What is being written is saved as a draft while one types. Until the server has it, and wherever
// it cannot have it (no connection, signed out meanwhile), it is kept in this tab for its writer.
// The line below a form (templates/draft/_line.jinja) says how it stands and offers what was
// written elsewhere. Events: draft:drop (detail.done becomes a promise), draft:keep, draft:filled,
// draft:which (detail.names becomes the names of the drafts that have words in this tab).

const PAUSE_MS = 1200; // of typing, before it is saved
const AGAIN_MS = 15000; // before a save that failed is tried again
const ANSWER_MS = 8000; // before a save counts as failed
const ON_LEAVING_MAX = 60000; // bytes that a browser still sends for a page that goes

const person = document.body.dataset.person ?? "";
const PREFIX = "draft:";
const MINE = `${PREFIX}${person}:`;
const SENT = "draft-sent"; // the draft that a form took along when it left the page

// ---- In this tab

const stored = (act) => {
  try {
    return act(sessionStorage);
  } catch {
    return null; // forbidden or full; the form itself still holds the text
  }
};

const fields = (form) =>
  [...form.elements].filter(
    (field) => field.name && field.matches("textarea, select, input:not([type='hidden'], [type='file'], [type='password'])"),
  );
const chosen = (field) => field.matches("[type='radio'], [type='checkbox']");
const held = (form) =>
  fields(form)
    .filter((field) => !chosen(field) || field.checked)
    .map((field) => [field.name, field.value]);
const changed = (form) =>
  fields(form).some((field) => (chosen(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue));
const worded = (form) => [...form.querySelectorAll("textarea")].some((field) => field.value.trim());
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const line = (form) => form.querySelector(".draft");
const version = (form) => form.querySelector("[name='draft_version']");
const nameOf = (form) => MINE + form.dataset.draft;

const keepHere = (form) =>
  stored((store) =>
    store.setItem(nameOf(form), JSON.stringify({ at: Date.now(), version: version(form)?.value ?? "0", held: held(form) })),
  );
const forgetHere = (form) => stored((store) => store.removeItem(nameOf(form)));
const keptHere = (form) => stored((store) => JSON.parse(store.getItem(nameOf(form))));

const forgetAll = (but = "") =>
  stored((store) => {
    for (const key of Object.keys(store)) {
      // What was sent from the page before is asked for below, by whoever stays.
      if (but ? key.startsWith(PREFIX) && !key.startsWith(but) : key === SENT || key.startsWith(PREFIX)) store.removeItem(key);
    }
  });
// What somebody else left in this tab is not for the one who is signed in now.
if (person) forgetAll(MINE);

const fill = (form, values) => {
  for (const field of fields(form)) {
    const mine = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (chosen(field)) {
      // The link that opened the form may have chosen a relation already: the newer choice holds.
      if (!form.querySelector(`[name="${field.name}"]:checked`)) field.checked = mine.includes(field.value);
    } else if (mine.length && field.value !== mine[0]) {
      field.value = mine[0];
      const extras = field.closest("details");
      if (extras && mine[0]) extras.open = true;
    }
  }
  form.dispatchEvent(new CustomEvent("draft:filled", { bubbles: true }));
};

document.addEventListener("draft:which", ({ detail }) => {
  const names = stored((store) => Object.keys(store).filter((key) => key.startsWith(MINE)));
  const says = (key) => stored((store) => JSON.parse(store.getItem(key)).held.some(([name, value]) => name === "text" && value.trim()));
  detail.names = (names ?? []).filter(says).map((key) => key.slice(MINE.length));
});

// ---- On the server

const timers = new WeakMap();
const under = new WeakMap(); // the save that is under way

const announce = (text) => document.dispatchEvent(new CustomEvent("said", { detail: { text } }));

/** The line says something else; read aloud only where how it stands has changed. */
const tell = (form, state, text) => {
  const shown = line(form);
  if (!shown) return;
  const before = shown.dataset.trouble ?? "";
  const trouble = state === "saved" ? "" : state;
  shown.dataset.trouble = trouble;
  shown.querySelector(".draft-says").textContent = text;
  if (trouble && trouble !== before) announce(text);
  if (!trouble && before) announce(shown.dataset.back);
};

const whiches = (shown) => [...shown.querySelectorAll(".draft-other")].map((other) => other.dataset.which).join();

const adopt = (form, html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const answer = holder.content.querySelector(".draft");
  const shown = line(form);
  if (!answer || !shown) return;
  version(form).value = answer.querySelector("[name='draft_version']").value;
  shown.dataset.state = answer.dataset.state;
  shown.dataset.at = answer.dataset.at;
  tell(form, "saved", answer.querySelector(".draft-says").textContent);
  if (whiches(shown) === whiches(answer)) return;
  if (whiches(answer).length > whiches(shown).length) announce(shown.dataset.other);
  shown.querySelector(".draft-others").replaceWith(answer.querySelector(".draft-others"));
  globalThis.htmx?.process(shown);
};

const sendable = (form, extra) => {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken") body.append(name, value);
  }
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  return body;
};

const send = async (form, extra, leaving = false) => {
  const body = sendable(form, extra).toString();
  const headers = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  return fetch(line(form).dataset.address, {
    method: "POST",
    body,
    keepalive: leaving && body.length < ON_LEAVING_MAX,
    headers: { ...headers, "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
    signal: leaving ? undefined : AbortSignal.timeout(ANSWER_MS),
  });
};

const sentenceOf = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.querySelector(".flash p")?.textContent ?? "";
};

const due = (form, pause = PAUSE_MS) => {
  clearTimeout(timers.get(form));
  timers.set(
    form,
    setTimeout(() => save(form), pause),
  );
};

const save = (form, leaving = false) => {
  clearTimeout(timers.get(form));
  timers.delete(form);
  if (!line(form) || !form.isConnected || form.dataset.leaving) return Promise.resolve();
  // A page that goes cannot wait for an answer; what it overtakes then is offered again.
  if (under.has(form) && !leaving) return under.get(form).then(() => save(form));
  const before = held(form);
  const saving = send(form, { draft: "save" }, leaving)
    .then(async (answer) => {
      const html = await answer.text();
      if (answer.status === 200) {
        adopt(form, html);
        // What comes in its place may have been read before this save; it compares, and forgets.
        if (form.dataset.swapped) return;
        if (same(before, held(form))) forgetHere(form);
        else {
          keepHere(form);
          due(form);
        }
      } else if (answer.status === 401) tell(form, "out", line(form).dataset.out);
      else if (answer.status < 500) tell(form, "refused", sentenceOf(html) || line(form).dataset.offline);
      else throw new Error(answer.statusText);
    })
    .catch(() => {
      if (!form.isConnected || !line(form)) return;
      tell(form, "offline", line(form).dataset.offline);
      due(form, AGAIN_MS);
    })
    .finally(() => under.delete(form));
  under.set(form, saving);
  return saving;
};

const forms = () => document.querySelectorAll("form[data-draft]");
const pending = () => [...forms()].filter((form) => timers.has(form));

// ---- Opening: the newer of the two is in the form, the other is offered below it

const restore = (form) => {
  const here = keptHere(form);
  if (!here?.held) return;
  if (same(here.held, held(form))) return forgetHere(form);
  // A form that was refused comes back filled in; what the server sent is what was typed.
  if (form.querySelector("[aria-invalid='true']")) return;
  const shown = line(form);
  if (shown?.dataset.state === "saved" && Number(shown.dataset.at) >= here.at) {
    const extra = Object.fromEntries(here.held);
    send(form, { ...extra, draft: "aside" })
      .then(async (answer) => {
        if (answer.status !== 200) return;
        forgetHere(form);
        adopt(form, await answer.text());
      })
      .catch(() => {}); // it stays here, and is offered the next time
    return;
  }
  fill(form, here.held);
  if (version(form)) version(form).value = here.version;
  due(form);
};

const ready = (within) => {
  for (const form of within.querySelectorAll("form[data-draft]")) {
    if (form.dataset.ready) continue;
    form.dataset.ready = "yes";
    restore(form);
  }
};

// A form that left with its text was accepted, unless it came back with it, or led to a problem or the
// door. A student's page asks for the next claim with the same form, which is empty then.
const sent = stored((store) => store.getItem(SENT));
if (sent !== null) {
  stored((store) => store.removeItem(SENT));
  const refused =
    document.querySelector(".problem, .entry-form") || [...forms()].some((form) => form.dataset.draft === sent && worded(form));
  if (!refused) stored((store) => store.removeItem(MINE + sent));
}
ready(document);

document.addEventListener("htmx:load", (event) => ready(event.detail.elt.parentElement ?? event.detail.elt));
document.addEventListener("input", ({ target }) => {
  const { form } = target;
  if (!form?.dataset?.draft || !target.name) return;
  keepHere(form);
  if (line(form)) due(form);
});
// The form that comes may have been read before the last save: what is on the page is the newest,
// unless something in the form itself asked for what comes.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  for (const form of forms()) {
    if (!detail.target?.contains?.(form)) continue;
    if (!form.contains(detail.requestConfig?.elt) && changed(form)) {
      keepHere(form);
      form.dataset.swapped = "yes";
    }
    if (timers.has(form)) save(form, true);
  }
});
window.addEventListener("online", () => pending().forEach((form) => save(form)));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) pending().forEach((form) => save(form, true));
});
window.addEventListener("pagehide", () => pending().forEach((form) => save(form, true)));

// ---- Posting: after the save that is under way, so that no draft comes back to life behind it

const leave = (form) => stored((store) => store.setItem(SENT, form.dataset.draft));

document.addEventListener("htmx:confirm", (event) => {
  const form = event.detail.elt;
  const saving = form.matches?.("form[data-draft]") && under.get(form);
  if (!saving) return;
  event.preventDefault();
  saving.finally(() => event.detail.issueRequest(true));
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const form = detail.elt;
  if (!form.matches?.("form[data-draft]")) return;
  clearTimeout(timers.get(form));
  timers.delete(form);
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.requestConfig.elt; // detail.elt is what is left of the page around it
  if (!form.matches?.("form[data-draft]")) return;
  const { status } = detail.xhr;
  if (status < 200 || status >= 300) {
    if (form.isConnected) due(form);
  } else if (detail.xhr.getResponseHeader("HX-Redirect")) {
    leave(form); // on the way to another page, which may be the door: that page decides
  } else forgetHere(form);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  // The next person at this browser is not to read what the last one had begun.
  if ("forget" in form.dataset) {
    for (const open of forms()) open.dataset.leaving = "yes";
    forgetAll();
  }
  if (!form.dataset.draft || form.hasAttribute("hx-post")) return;
  const saving = under.get(form);
  if (saving) {
    event.preventDefault();
    const { submitter } = event;
    saving.finally(() => form.requestSubmit(submitter));
    return;
  }
  form.dataset.leaving = "yes";
  leave(form);
});
window.addEventListener("pageshow", () => forms().forEach((form) => delete form.dataset.leaving));

// ---- Dropping, and keeping at once

document.addEventListener("draft:drop", (event) => {
  const form = event.target;
  clearTimeout(timers.get(form));
  timers.delete(form);
  forgetHere(form);
  if (!line(form)) return;
  event.detail.done = Promise.resolve(under.get(form))
    .then(() => (version(form).value === "0" ? null : send(form, { draft: "drop" }, true)))
    .catch(() => {}) // then it is offered again, and can be dropped again
    .finally(() => forgetHere(form));
});
document.addEventListener("draft:keep", (event) => {
  if (timers.has(event.target)) save(event.target, true);
});
