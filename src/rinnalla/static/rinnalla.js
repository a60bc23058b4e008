/* Comforts over pages that work without them: drafts, a warning before the session ends, one sending of a form,
   a word when a part of a page could not be fetched. Nothing is kept in the browser. */
"use strict";
(() => {
  const DRAFT_AFTER = 1000; // ms after the last key
  const DRAFT_AGAIN = 3000; // ms after a keeping that failed
  const WARN_BEFORE = 120; // seconds

  /* Drafts: <form data-draft> is kept on the server, for its writer and this address. */

  const unsaid = /^(csrfmiddlewaretoken|writer|code)$|password/;
  const timers = new WeakMap();
  const underWay = new WeakMap(); // form → the keeping that has no answer yet

  const content = (form) => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !unsaid.test(name)) fields.append(name, value);
    }
    return fields.toString();
  };

  const clock = () => {
    const now = new Date();
    return `${now.getHours()}.${String(now.getMinutes()).padStart(2, "0")}`;
  };

  const tell = (form, text) => {
    const line = form.querySelector("[role=status]");
    if (line) line.textContent = text;
  };

  const keepDraft = (form) => {
    if (form.classList.contains("is-sent")) return;
    const keeping = sendDraft(form).finally(() => underWay.get(form) === keeping && underWay.delete(form));
    underWay.set(form, keeping);
  };

  const sendDraft = async (form) => {
    const token = form.querySelector("[name=csrfmiddlewaretoken]");
    if (!token) return;
    let kept = false;
    try {
      const answer = await fetch("/drafts/", {
        method: "POST",
        headers: { "X-CSRFToken": token.value, "X-Requested-With": "fetch" },
        body: new URLSearchParams({ path: location.pathname, data: content(form) }),
      });
      kept = answer.ok && !answer.redirected;
      if (kept) beginSession();
    } catch {
      later(form, DRAFT_AGAIN); // no network: said below
    }
    tell(form, kept ? form.dataset.draftSaved.replace("{time}", clock()) : form.dataset.draftFailed || "");
  };

  const later = (form, time) => {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(keepDraft, time, form));
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-draft")) later(form, DRAFT_AFTER);
  });

  /* One sending: the second press of the same button does nothing until the page is shown again. */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.classList.contains("is-sent")) return event.preventDefault();
    form.classList.add("is-sent");
    clearTimeout(timers.get(form));
    if (underWay.has(form)) return void sendAfterDraft(form, event);
    keepKey(form);
    // After this turn, so that the pressed button's name and value are still sent.
    setTimeout(() => form.querySelectorAll("button[type=submit], button:not([type])").forEach((b) => (b.disabled = true)));
  });

  /* A draft that arrived after the saved form would come back as unsaved: the draft first, but not for long. */
  const sendAfterDraft = async (form, event) => {
    const button = event.submitter;
    event.preventDefault();
    await Promise.race([underWay.get(form), new Promise((done) => setTimeout(done, DRAFT_AFTER))]);
    underWay.delete(form);
    form.classList.remove("is-sent");
    form.requestSubmit(button);
  };

  /* Back to a form: the browser fills in what was typed, the server draws a new key. Sent untouched it is the same
     sending again, under the key it had first; once touched it is another one. The history remembers only keys. */

  const keyOf = (form) => form.querySelector("[name=form_key], [name=key]");
  const keyed = [...document.querySelectorAll("form.form")].filter(keyOf);
  const firstKeys = { ...(history.state || {}).keys };
  const remember = () => history.replaceState({ ...history.state, keys: firstKeys }, "");
  for (const form of keyed) firstKeys[form.action] = firstKeys[form.action] || keyOf(form).value;
  if (keyed.length) remember();

  const keepKey = (form) => {
    if (keyed.includes(form) && firstKeys[form.action]) keyOf(form).value = firstKeys[form.action];
  };

  const giveNewKey = (form) => {
    if (form.classList.contains("was-sent")) keyOf(form).value = crypto.randomUUID(); // the page itself was kept
    form.classList.remove("was-sent");
    if (firstKeys[form.action] === keyOf(form).value) return;
    firstKeys[form.action] = keyOf(form).value;
    remember();
  };
  document.addEventListener("input", (event) => keyed.includes(event.target.form) && giveNewKey(event.target.form));

  const openAgain = (form) => {
    form.classList.remove("is-sent");
    form.querySelectorAll("button").forEach((button) => (button.disabled = false));
  };
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form.is-sent")) {
      form.classList.add("was-sent");
      openAgain(form);
    }
  });
  document.addEventListener("htmx:after:request", () => document.querySelectorAll("form.is-sent").forEach(openAgain));

  /* The session's end: said two minutes before, with one button to go on. */

  const warning = document.getElementById("session-warning");
  let warnTimer;

  const beginSession = () => {
    const seconds = Number(document.body.dataset.sessionEnds);
    clearTimeout(warnTimer);
    if (!warning || !(seconds > WARN_BEFORE)) return;
    warnTimer = setTimeout(() => (warning.hidden = false), (seconds - WARN_BEFORE) * 1000);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-session-continue], [data-close]");
    if (!button) return;
    if (button.hasAttribute("data-close")) return void (button.parentElement.hidden = true);
    const answer = await fetch("/session/continue/").catch(() => null);
    if (answer && answer.ok && !answer.redirected) {
      warning.hidden = true;
      beginSession();
      document.getElementById("main").focus();
    } else {
      location.reload(); // the session has ended: the sign-in page keeps the address to come back to
    }
  });
  beginSession();

  /* A part of the page that could not be fetched is never silent. */

  const failure = document.getElementById("network-error");
  for (const name of ["htmx:response:error", "htmx:error", "htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(name, () => failure && (failure.hidden = false));
  }
  document.addEventListener("htmx:after:request", beginSession);

  /* An opened menu closes with Escape and by a press elsewhere; error summaries get the focus. */

  const openMenus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });

  const seen = new WeakSet();
  const focusErrors = () => {
    const summary = document.getElementById("error-summary");
    if (!summary || seen.has(summary)) return;
    seen.add(summary);
    summary.focus();
  };
  focusErrors();
  document.addEventListener("htmx:after:swap", focusErrors);
})();
