"use strict";
// The room: refreshes itself without taking anybody's words or place, and answers to the keyboard.
(function () {
  const busy = (part) =>
    part.contains(document.activeElement) && document.activeElement !== document.body
      ? true
      : Boolean(part.querySelector("details[open]"));

  // A part somebody is working in is left alone; the next poll asks for everything again.
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (!event.detail.target || !busy(event.detail.target)) return;
    event.detail.shouldSwap = false;
    stale = true;
  });
  let stale = false;
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "room-poller" && document.hidden) event.preventDefault();
  });
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (event.target.id !== "room-poller" || !stale) return;
    event.detail.path = event.detail.path.replace(/seen=[^&]*/, "seen=");
    stale = false;
  });

  // What the others see of me: whether I write, answer or look.
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (event.target.id !== "room-here") return;
    const at = document.activeElement;
    const typing = at && at.matches("textarea, input:not([type=hidden]), select");
    event.detail.parameters.doing = !typing ? "looking" : at.closest("#say") ? "writing" : "answering";
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "room-here" && document.hidden) event.preventDefault();
  });

  // A menu opens with the cursor where one types.
  document.addEventListener("toggle", (event) => {
    if (!event.target.open || !event.target.matches("details.menu")) return;
    const first = event.target.querySelector("textarea, select, input:not([type=hidden])");
    if (first) first.focus();
  }, true);

  // Alt + letter: the keys are named on the buttons they press and in the list at the end.
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const key = event.code.replace(/^(Key|Digit)/, "").toLowerCase();
    const target = document.querySelector(`[data-key="${key}"]`);
    if (!target || target.disabled) return;
    event.preventDefault();
    target.scrollIntoView({ block: "center" });
    target.focus();
    if (target.matches("[role=tab], summary")) target.click();
  });
})();

// The texts as tabs: who it is written for, then the language. Without script they stand one below the other.
(function () {
  const groups = document.querySelector(".groups");
  if (!groups) return;
  const words = groups.dataset;
  const fieldsets = [...groups.querySelectorAll(".group")];
  const remembered = `tabs:${location.pathname}`;
  let chosen = (sessionStorage.getItem(remembered) || "").split("|");

  function tablist(label, panels, name, onPick) {
    const list = document.createElement("div");
    list.className = "tablist";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", label);
    const buttons = panels.map((panel, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("role", "tab");
      button.id = `${panel.id}-tab`;
      button.setAttribute("aria-controls", panel.id);
      button.append(panel.dataset.label);
      if (name === "language") {
        button.lang = panel.dataset.language;
        button.append(Object.assign(document.createElement("span"), { className: "dot" }));
        button.append(Object.assign(document.createElement("span"), { className: "visually-hidden" }));
      }
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", button.id);
      panel.removeAttribute("aria-label");
      button.addEventListener("click", () => pick(index));
      list.append(button);
      return button;
    });
    list.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(document.activeElement);
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step || at < 0) return;
      event.preventDefault();
      const next = (at + step + buttons.length) % buttons.length;
      pick(next);
      buttons[next].focus();
    });
    function pick(index) {
      buttons.forEach((button, each) => {
        const on = each === index;
        button.setAttribute("aria-selected", String(on));
        button.tabIndex = on ? 0 : -1;
        panels[each].hidden = !on;
      });
      onPick(index, buttons);
    }
    return { list, pick, buttons };
  }

  function remember() {
    sessionStorage.setItem(remembered, chosen.join("|"));
  }

  const languages = fieldsets.map((fieldset, number) => {
    fieldset.id ||= `group-${number}`;
    const tabs = [...fieldset.querySelectorAll(".tab")];
    const made = tablist(words.languages, tabs, "language", (index) => {
      chosen[1] = tabs[index].dataset.language;
      languages.forEach((other) => other && other !== made && other.follow(index));
      remember();
      keys();
    });
    made.follow = (index) => {
      made.buttons.forEach((button, each) => {
        button.setAttribute("aria-selected", String(each === index));
        button.tabIndex = each === index ? 0 : -1;
        tabs[each].hidden = each !== index;
      });
    };
    fieldset.prepend(made.list);
    const mark = () => tabs.forEach((tab, each) => {
      const filled = Boolean(tab.querySelector("textarea").value.trim());
      made.buttons[each].querySelector(".dot").classList.toggle("filled", filled);
      made.buttons[each].querySelector(".visually-hidden").textContent = `, ${filled ? words.filled : words.empty}`;
    });
    fieldset.addEventListener("input", mark);
    mark();
    return made;
  });

  // Alt+1, 2, 3 and Alt+E reach the group that is shown.
  function keys() {
    document.querySelectorAll(".groups [data-key]").forEach((element) => element.removeAttribute("data-key"));
    const at = Math.max(0, fieldsets.findIndex((fieldset) => !fieldset.hidden));
    languages[at].buttons.forEach((button, index) => (button.dataset.key = String(index + 1)));
    const open = fieldsets[at].querySelector(".tab:not([hidden]) textarea");
    if (open) open.dataset.key = "e";
  }

  groups.classList.add("tabs-on");
  if (fieldsets.length > 1) {
    const outer = tablist(words.groups, fieldsets, "group", (index) => {
      chosen[0] = fieldsets[index].id;
      remember();
      keys();
    });
    groups.prepend(outer.list);
    const asked = new URLSearchParams(location.search).get("slot");
    const byAddress = fieldsets.findIndex((each) => asked && each.querySelector(`[id^="tab-${CSS.escape(asked)}-"]`));
    const withError = fieldsets.findIndex((each) => each.querySelector(".errorlist"));
    const before = fieldsets.findIndex((each) => each.id === chosen[0]);
    outer.pick(Math.max(0, withError >= 0 ? withError : byAddress >= 0 ? byAddress : before));
  }
  const tabs = [...fieldsets[0].querySelectorAll(".tab")];
  const wrong = tabs.findIndex((tab) => tab.querySelector(".errorlist"));
  const language = tabs.findIndex((tab) => tab.dataset.language === (chosen[1] || document.documentElement.lang));
  const start = Math.max(0, wrong >= 0 ? wrong : language);
  languages.forEach((made) => made.follow(start));
  languages[0].pick(start);

  // A tab opened by "add" is the group's id in the address.
  document.querySelectorAll("#say .errorlist").forEach((list) => list.setAttribute("role", "alert"));
})();
