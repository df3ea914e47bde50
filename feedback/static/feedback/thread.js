"use strict";
// One conversation: Ctrl + Enter sends, colleagues see whether one writes. Everything else works without.
(function () {
  const form = () => document.getElementById("answer-form");

  function tellTheKey() {
    const box = form();
    const send = box && box.querySelector(".send");
    if (!send || send.querySelector("kbd")) return;
    const key = document.createElement("kbd");
    key.textContent = "Ctrl ↵";
    key.setAttribute("aria-hidden", "true");
    send.title = box.dataset.shortcut;
    send.append(key);
  }
  tellTheKey();
  document.body.addEventListener("htmx:afterSettle", tellTheKey); // the inbox opens another one

  document.addEventListener("keydown", (event) => {
    const box = form();
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !box || !box.contains(event.target)) return;
    event.preventDefault();
    box.requestSubmit(box.querySelector(".send"));
  });

  document.body.addEventListener("htmx:configRequest", (event) => {
    if (event.target.id !== "thread-here") return;
    const box = form();
    const typed = box && box.querySelector("textarea");
    event.detail.parameters.doing = typed && (document.activeElement === typed || typed.value.trim()) ? "writing" : "reading";
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (["thread-here", "thread-poller"].includes(event.target.id) && document.hidden) event.preventDefault();
  });
  // A double click or a second Ctrl + Enter is no second answer.
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "answer-form" || event.defaultPrevented) return;
    if (event.target.dataset.sending) event.preventDefault();
    event.target.dataset.sending = "1";
  });
  window.addEventListener("pageshow", () => form() && delete form().dataset.sending);
})();
