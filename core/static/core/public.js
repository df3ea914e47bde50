// The public pages' one script: reader's own times, theme, self-refresh, countdowns, day tips.
(() => {
  "use strict";
  const root = document.documentElement, lang = { en: "en-GB" }[root.lang] || root.lang || "en-GB";
  const all = (selector, scope = document) => [...scope.querySelectorAll(selector)];

  // Colours: as the device, light or dark; remembered here only.
  const modes = ["auto", "light", "dark"];
  let mode = "auto";
  try { mode = localStorage.getItem("theme") || "auto"; } catch { /* storage may be forbidden */ }
  const button = document.querySelector("[data-theme-switch]");
  const paint = () => {
    if (mode === "auto") delete root.dataset.theme; else root.dataset.theme = mode;
    if (button) button.title = button.querySelector("span").textContent = button.dataset[mode];
  };
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      mode = modes[(modes.indexOf(mode) + 1) % modes.length];
      try { localStorage.setItem("theme", mode); } catch { /* as above */ }
      paint();
    });
  }
  paint();

  // The language chosen by hand is remembered for addresses without a language in them.
  for (const link of all("[data-language]")) link.addEventListener("click", () => {
    document.cookie = `django_language=${link.dataset.language};path=/;max-age=31536000;samesite=lax`;
  });

  // Times in the reader's own zone; the page's zone stays in the tooltip.
  const full = new Intl.DateTimeFormat(lang, { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const clock = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const ago = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  const relative = (at) => {
    const minutes = Math.round((at - Date.now()) / 60000), size = Math.abs(minutes);
    if (size < 60) return ago.format(minutes, "minute");
    return size < 1440 ? ago.format(Math.round(minutes / 60), "hour") : ago.format(Math.round(minutes / 1440), "day");
  };
  const dayAway = (at) => Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / 864e5);
  const times = (scope) => {
    for (const time of all("time[data-time]", scope)) {
      const at = new Date(time.dateTime), style = time.dataset.time, away = dayAway(at);
      let text = full.format(at);
      if (style === "hour" || style !== "full" && !away) text = clock.format(at);
      else if (Math.abs(away) < 2) text = `${ago.format(away, "day")} ${clock.format(at)}`;
      if (style === "relative" && Math.abs(at - Date.now()) < 864e5) text += root.lang === "ja" ? `（${relative(at)}）` : `, ${relative(at)}`;
      if (time.textContent !== text) time.textContent = text;
    }
  };

  // A promise counts down; when it is broken it says so, whether or not the server still can.
  const promises = (scope) => {
    for (const box of all("[data-due]", scope)) {
      const left = new Date(box.dataset.due) - Date.now(), slot = box.querySelector("[data-countdown]");
      if (left > 0) {
        const text = relative(new Date(box.dataset.due));
        if (slot.textContent !== text) slot.textContent = text;
      } else if (!box.classList.contains("late")) {
        box.classList.add("late");
        const words = document.createElement("strong");
        words.textContent = box.dataset.late;
        box.firstElementChild.replaceWith(words);
        slot.textContent = "";
      } else if (slot.textContent) slot.textContent = "";
    }
  };

  // The page says how old it is when it can't be renewed.
  const generated = document.querySelector("meta[name=generated]");
  const age = () => {
    const stale = document.querySelector("[data-stale]");
    if (generated && stale) stale.hidden = Date.now() - new Date(generated.content) < 180000;
  };

  // Refresh: a tiny conditional request; the page itself is fetched only when its content changed.
  const live = document.querySelector("meta[name=live]");
  let known = live && live.dataset.version;
  const sent = {};  // the live parts as the server wrote them, before times and countdowns changed them
  for (const part of all("[data-live]")) sent[part.dataset.live] = part.outerHTML;
  const swap = (fresh) => {
    let changed = false;
    for (const now of all("[data-live]")) {
      const name = now.dataset.live, next = fresh.querySelector(`[data-live="${name}"]`);
      if (!next || next.outerHTML === sent[name]) continue;
      sent[name] = next.outerHTML;
      const details = all("details", now).map((each) => each.open);
      const held = now.contains(document.activeElement) && (document.activeElement.id || document.activeElement.getAttribute("href"));
      now.replaceWith(next);
      if (name !== "banner") next.classList.add("fresh");
      all("details", next).forEach((each, index) => { each.open = details[index] || false; });
      if (held) (document.getElementById(held) || next.querySelector(`[href="${CSS.escape(held)}"]`))?.focus({ preventScroll: true });
      changed = true;
    }
    document.title = fresh.title;
    return changed;
  };
  const renew = async () => {
    const page = await fetch(location.pathname, { cache: "no-cache", credentials: "same-origin" });
    if (!page.ok) return;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const before = document.querySelector("[data-announce]")?.textContent;
    if (swap(fresh)) {
      times(document); promises(document);
      const said = document.querySelector("[data-announce]")?.textContent, speak = document.querySelector("[data-announcer]");
      const newest = document.querySelector("[data-headline]")?.dataset.headline;
      if (speak) speak.textContent = newest || (said !== before ? said : "") || "";
    }
  };
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(live.content, { cache: "no-cache", credentials: "same-origin" });
      if (answer.ok) {
        const news = await answer.json();
        if (generated) generated.content = news.generated_at;
        const version = live.dataset.incident ? news.incidents[live.dataset.incident] : news.version;
        const confirmed = document.querySelector("[data-time=relative]");
        if (confirmed) confirmed.dateTime = news.generated_at;
        if (version !== known) { await renew(); known = version; }
      }
    } catch { /* offline: the age line speaks for itself */ }
    times(document); age();
  };
  if (live) {
    setInterval(look, 15000 + Math.random() * 3000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  }
  const tick = () => { times(document); promises(document); age(); };
  tick();
  setInterval(tick, 15000);
  document.addEventListener("fresh", tick);  // another script has brought something new

  // Quiet days share one shape; their tip is worked out from the pointer.
  const tip = document.createElement("div");
  tip.className = "tip"; tip.hidden = true; tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  const dayName = new Intl.DateTimeFormat(lang, { year: "numeric", month: "long", day: "numeric", timeZone: "UTC" });
  document.addEventListener("pointermove", (event) => {
    const bars = event.target.closest?.("[data-bars] svg");
    tip.hidden = !bars;
    if (!bars) return;
    const box = bars.getBoundingClientRect(), index = Math.min(89, Math.max(0, Math.floor((event.clientX - box.left) / box.width * 90)));
    const mark = event.target.closest("a")?.getAttribute("aria-label");
    const day = new Date(`${bars.parentElement.dataset.bars}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + index);
    tip.textContent = mark || [dayName.format(day), bars.closest("[data-quiet]")?.dataset.quiet].filter(Boolean).join(" · ");
    tip.style.left = `${box.left + scrollX + (index + .5) * box.width / 90}px`;
    tip.style.top = `${box.top + scrollY}px`;
  });
})();
