/* Comforts over pages that work without them: drafts, a warning before the session ends, one sending of a form,
   a word when a part of a page could not be fetched. Nothing is kept in the browser. */
"use strict";
(() => {
  const DRAFT_AFTER = 1000; // ms after the last key
  const WARN_BEFORE = 120; // seconds

  /* Drafts: <form data-draft> is kept on the server, for its writer and this address. */

  const unsaid = /^(csrfmiddlewaretoken|idempotency_key|code)$|password/;
  const timers = new WeakMap();

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

  const keepDraft = async (form) => {
    const token = form.querySelector("[name=csrfmiddlewaretoken]");
    if (!token || form.classList.contains("is-sent")) return;
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
      kept = false; // no network: said below, tried again at the next key
    }
    tell(form, kept ? form.dataset.draftSaved.replace("{time}", clock()) : form.dataset.draftFailed || "");
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.hasAttribute("data-draft")) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(keepDraft, DRAFT_AFTER, form));
  });

  /* One sending: the second press of the same button does nothing until the page is shown again. */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.classList.contains("is-sent")) return event.preventDefault();
    form.classList.add("is-sent");
    clearTimeout(timers.get(form));
    // After this turn, so that the pressed button's name and value are still sent.
    setTimeout(() => form.querySelectorAll("button[type=submit], button:not([type])").forEach((b) => (b.disabled = true)));
  });

  const openAgain = (form) => {
    form.classList.remove("is-sent");
    form.querySelectorAll("button").forEach((button) => (button.disabled = false));
  };
  window.addEventListener("pageshow", () => document.querySelectorAll("form.is-sent").forEach(openAgain));
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
