"use strict";
// What every staff page shares: clocks that tick by themselves.
(function () {
  const two = (number) => String(number).padStart(2, "0");

  function span(seconds) {
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor((seconds % 3600) / 60);
    return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  }

  // The server's clock decides: staff laptops may be minutes off.
  const served = document.querySelector("[data-now]");
  const skew = served ? Date.parse(served.dataset.now) - Date.now() : 0;
  const now = () => Date.now() + skew;

  function tickCountdown(clock) {
    const left = Math.round((Date.parse(clock.dateTime) - now()) / 1000);
    if (Math.abs(left) > 172800) return; // the server's words stand
    const late = left < 0;
    const words = late ? clock.dataset.late : clock.dataset.due;
    clock.textContent = words.replace("{}", span(Math.abs(left)));
    clock.classList.toggle("late", late);
    clock.classList.toggle("soon", !late && left < 300);
  }

  const relative = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto", style: "short" });
  function tickAgo(clock) {
    const seconds = Math.round((Date.parse(clock.dateTime) - now()) / 1000);
    const size = Math.abs(seconds);
    if (size < 45) clock.textContent = relative.format(0, "second");
    else if (size < 3600) clock.textContent = relative.format(Math.round(seconds / 60), "minute");
    else if (size < 86400) clock.textContent = relative.format(Math.round(seconds / 3600), "hour");
    else clock.textContent = relative.format(Math.round(seconds / 86400), "day");
  }

  function tick() {
    document.querySelectorAll("time[data-countdown]").forEach(tickCountdown);
    document.querySelectorAll("time[data-elapsed]").forEach((clock) => {
      clock.textContent = span(Math.max(0, Math.round((now() - Date.parse(clock.dateTime)) / 1000)));
    });
    document.querySelectorAll("time[data-ago]").forEach(tickAgo);
  }
  tick();
  setInterval(tick, 1000);
  document.body.addEventListener("htmx:afterSettle", tick);

  // One menu at a time; Escape and a click elsewhere close it.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // Django's autocomplete boxes come without a name for those who hear the page; give each its label's.
  function name(box) {
    const select = box.previousElementSibling;
    const label = select && select.id ? document.querySelector(`label[for="${CSS.escape(select.id)}"]`) : null;
    if (!label) return;
    const words = label.textContent.trim().replace(/\s*[:：]$/, "");
    box.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]").forEach((part) => {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", words);
    });
    box.querySelectorAll("ul, ul > *").forEach((part) => part.setAttribute("role", "presentation"));
  }
  const form = document.querySelector(".change-form #content-main");
  if (form) {
    const nameAll = () => form.querySelectorAll(".select2-container").forEach(name);
    new MutationObserver(nameAll).observe(form, { childList: true, subtree: true });
    nameAll();
  }

  // A value shown once is copied by a button where the browser allows it.
  if (navigator.clipboard) document.querySelectorAll("button[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value).then(() => {
        button.textContent = button.dataset.copied;
      });
    });
  });
})();
