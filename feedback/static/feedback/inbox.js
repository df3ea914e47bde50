"use strict";
// The inbox by keyboard, without leaving the page: every key presses a button that works without script, too.
(function () {
  const body = () => document.getElementById("inbox-body");
  const rows = () => [...document.querySelectorAll(".rows > .row")];
  const preview = () => document.getElementById("inbox-preview");
  const split = () => document.querySelector(".inbox-split");
  const narrow = matchMedia("(max-width: 900px)");
  if (!body()) return;
  let current = (rows().find((row) => row.classList.contains("current")) || rows()[0] || { dataset: {} }).dataset.reference;
  let asked = 0;

  const say = (words) => { document.getElementById("inbox-live").textContent = words; };
  const box = (row) => row.querySelector("input[type=checkbox]");
  const marked = () => rows().filter((row) => box(row).checked);
  const here = () => rows().find((row) => row.dataset.reference === current);

  function count() {
    const label = document.querySelector(".chosen-count");
    if (!label) return;
    const many = marked().length;
    label.textContent = !many ? label.dataset.none : many === 1 ? label.dataset.one : label.dataset.many.replace("{}", many);
    const all = document.getElementById("inbox-all");
    all.checked = many > 0 && many === rows().length;
    all.indeterminate = many > 0 && many < rows().length;
  }

  async function read(reference) {
    const mine = ++asked;
    const address = `/admin/feedback/inbox/${encodeURIComponent(reference)}/preview/?back=${encodeURIComponent(body().dataset.here)}`;
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
    if (mine !== asked || !answer.ok) return; // somebody has moved on
    preview().innerHTML = await answer.text();
    preview().scrollTop = 0;
  }

  function choose(row, { load = true } = {}) {
    if (!row) return;
    rows().forEach((each) => each.classList.toggle("current", each === row));
    current = row.dataset.reference;
    row.scrollIntoView({ block: "nearest" });
    if (load && !narrow.matches) read(current);
  }

  function step(by) {
    const all = rows();
    const at = all.findIndex((row) => row.dataset.reference === current);
    choose(all[Math.min(all.length - 1, Math.max(0, at + by))]);
    const row = here();
    if (row) row.querySelector(".what").focus({ preventScroll: true });
  }

  // What the server answers to a press is this very page: its parts are put in place of ours.
  async function send(form, submitter) {
    const data = new FormData(form);
    if (submitter && submitter.name) data.set(submitter.name, submitter.value);
    const inList = form.id === "inbox-form";
    if (inList && !data.has("all") && !data.getAll("thread").length && here()) data.append("thread", box(here()).value);
    const many = data.getAll("thread").length;
    if (data.has("all") || many > 1) {
      if (!data.has("all") && !(await ask(submitter, many))) return;
      if (!data.has("all")) data.set("confirm", "1");
      else { form.requestSubmit.call(form, submitter); return; }
    }
    const all = rows();
    const at = all.findIndex((row) => row.dataset.reference === current);
    const after = all.slice(at + 1).find((row) => !box(row).checked) || all[at - 1];
    const answer = await fetch((submitter && submitter.getAttribute("formaction")) || form.action, { method: "POST", body: data });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("inbox-body");
    if (!answer.ok || !fresh) { location.reload(); return; }
    const shown = preview().innerHTML;
    body().replaceWith(document.importNode(fresh, true));
    const still = here();
    const next = still || rows().find((row) => after && row.dataset.reference === after.dataset.reference) || rows()[0];
    if (still) preview().innerHTML = shown;
    if (next) choose(next);
    else current = undefined;
    if (narrow.matches) split().classList.remove("chosen");
    const told = document.querySelector(".inbox-said");
    if (told) say([...told.querySelectorAll("p")].map((line) => line.textContent).join(" "));
    count();
  }

  function ask(submitter, many) {
    const dialog = document.getElementById("inbox-ask");
    const label = submitter.cloneNode(true);
    label.querySelectorAll("kbd").forEach((key) => key.remove());
    document.getElementById("inbox-ask-title").textContent = `${label.textContent.trim()}: ${many}`;
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest("#inbox-body") || form.method !== "post" || event.submitter?.name === "all") return;
    const address = new URL(event.submitter?.getAttribute("formaction") || form.action, location.href);
    if (!address.pathname.startsWith(location.pathname)) return; // it leads to a page of its own
    event.preventDefault();
    document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
    send(form, event.submitter);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".rows .what");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    if (narrow.matches) return; // on a phone the conversation takes the whole page
    event.preventDefault();
    choose(link.closest(".row"));
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "inbox-all") rows().forEach((row) => { box(row).checked = event.target.checked; });
    if (event.target.closest("#inbox-form")) count();
    if (event.target.id === "keys-on") remember(event.target.checked);
  });

  // One key does it, unless somebody types, or has switched the keys off (their voice or software may send letters).
  const KEYS = "inbox-keys";
  function remember(on) {
    localStorage.setItem(KEYS, on ? "on" : "off");
    document.body.classList.toggle("no-keys", !on);
  }
  const on = localStorage.getItem(KEYS) !== "off";
  document.body.classList.toggle("no-keys", !on);
  const switched = document.getElementById("keys-on");
  if (switched) switched.checked = on;

  // The browser keeps the focus inside, closes it with Escape and gives the focus back.
  const showKeys = () => document.getElementById("inbox-keys").showModal();
  const opener = document.getElementById("inbox-keys-open");
  opener.hidden = false;
  opener.addEventListener("click", showKeys);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.body.classList.contains("no-keys")) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select") || document.querySelector("dialog[open]")) return;
    const key = event.key;
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "x" && here()) { box(here()).checked = !box(here()).checked; count(); }
    else if (key === "/") document.getElementById("inbox-q").focus();
    else if (key === "?") showKeys();
    else if (key === "Enter" && (event.target === document.body || event.target.matches(".rows .what"))) {
      const open = preview().querySelector(".open-thread");
      if (!open || !here()) return;
      location.href = open.href;
    } else {
      const button = document.querySelector(`#inbox-body [data-key="${CSS.escape(key)}"]`);
      if (!button || event.repeat) return;
      send(button.form, button);
    }
    event.preventDefault();
  });

  count();
  if (!narrow.matches && here() && !preview().querySelector(".preview-head")) choose(here());
})();
