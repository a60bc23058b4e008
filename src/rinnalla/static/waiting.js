/* A form that waits for the network: <form data-waits>. Before it is sent the server is asked for a sign of life; while
   there is none, what was written stays in the open page, the page says so, and the form goes once when the network is
   back. Nothing is stored: a phone may be lost. A form's own key makes sure that twice sent is once done. */
"use strict";
(() => {
  const SIGN = "/health/live";
  const PATIENCE = 4000; // ms for a sign of life
  const AGAIN = 3000; // ms between the questions while waiting
  const told = document.querySelector("[data-waiting]");
  const gone = document.querySelector("[data-offline]");
  const asking = new WeakSet();
  const ready = new WeakSet();
  let waiting = null; // the form that is to go, and the button it was sent with

  const show = (line, yes) => line && (line.hidden = !yes);

  const alive = async () => {
    try {
      return (await fetch(SIGN, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) })).ok;
    } catch {
      return false;
    }
  };

  const send = (form, button) => {
    waiting = null;
    show(told, false);
    ready.add(form);
    form.requestSubmit(button);
  };

  const wait = (form, button) => {
    waiting = { form, button };
    show(gone, false);
    show(told, true);
    setTimeout(tryAgain, AGAIN);
  };

  const tryAgain = async () => {
    if (!waiting || asking.has(waiting.form)) return;
    const { form, button } = waiting;
    asking.add(form);
    const there = await alive();
    asking.delete(form);
    if (!waiting) return;
    if (there) send(form, button);
    else setTimeout(tryAgain, AGAIN);
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-waits") || ready.delete(form)) return;
    event.preventDefault();
    if (waiting || asking.has(form)) return; // it is on its way already
    const button = event.submitter;
    asking.add(form);
    const there = navigator.onLine && (await alive());
    asking.delete(form);
    if (there) send(form, button);
    else wait(form, button);
  });

  window.addEventListener("online", () => {
    show(gone, false);
    tryAgain();
  });
  window.addEventListener("offline", () => show(gone, !waiting));
  window.addEventListener("beforeunload", (event) => waiting && event.preventDefault());
})();
