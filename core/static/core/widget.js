// Shows the state of a status page on somebody else's page:
//   <script src="https://status.example.com/widget.js" defer></script>
// data-language="fr"   else the language of the page it stands on, else the status page's own
// data-show="always"   a small badge also while all is well; otherwise nothing is shown then
// data-target="#id"    where it is put; otherwise in a corner
// The page needs script-src and connect-src for the status page's address, and nothing else.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || !document.body?.attachShadow) return;
  const base = new URL(script.src).origin, options = script.dataset, every = 60000;
  const wanted = (options.language || document.documentElement.lang || "").slice(0, 2).toLowerCase();
  const tones = {
    operational: ["#136c3a", "#5fd38a"], degraded_performance: ["#7a4f00", "#eab94b"], partial_outage: ["#9a3d00", "#f79a5a"],
    major_outage: ["#b00f2b", "#ff8a8f"], under_maintenance: ["#1452a8", "#86bcff"],
  };
  const sheet = new CSSStyleSheet();  // set by script: a page's policy on inline styles does not concern it
  sheet.replaceSync(`
    :host { all: initial; } :host([data-corner]) { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: 2147483000; max-inline-size: min(22rem, calc(100vw - 2rem)); }
    * { box-sizing: border-box; } [hidden] { display: none !important; }
    section { display: flex; gap: .6rem; align-items: flex-start; padding: .8rem 1rem; font: 400 .95rem/1.5 system-ui, -apple-system, "Segoe UI", "Hiragino Sans", "Noto Sans", sans-serif; color: #17211d; background: #fff; border: 1px solid #d8dfdc; border-inline-start: .3rem solid var(--tone); border-radius: .6rem; box-shadow: 0 4px 18px rgb(0 0 0 / .14); overflow-wrap: anywhere; }
    section.well { padding: .35rem .8rem; font-size: .88rem; border-radius: 2rem; border-inline-start-width: 1px; box-shadow: none; align-items: center; }
    .dot { flex: none; inline-size: .7rem; block-size: .7rem; border-radius: 50%; background: var(--tone); margin-block-start: .35rem; } .well .dot { margin: 0; }
    div { flex: 1; min-inline-size: 0; } p, ul { margin: 0; padding: 0; list-style: none; } strong { color: var(--tone); } li { margin-block-start: .25rem; }
    a { color: #0b5f8a; } a:focus-visible, button:focus-visible { outline: 3px solid #0a66c2; outline-offset: 2px; }
    button { flex: none; inline-size: 1.75rem; block-size: 1.75rem; padding: 0; font: inherit; line-height: 1; color: inherit; background: none; border: 1px solid transparent; border-radius: .4rem; cursor: pointer; } button:hover { border-color: currentColor; }
    section { --tone: var(--light); }
    @media (prefers-color-scheme: dark) { section { --tone: var(--dark); color: #e6edea; background: #1a2220; border-color: #323d39; border-inline-start-color: var(--tone); } a { color: #7cc4ee; } }
  `);
  const element = (name, text, more = {}) => Object.assign(document.createElement(name), text ? { textContent: text } : {}, more);
  const link = (text, url) => element("a", text, /^https?:/.test(url) ? { href: url } : {});

  const host = document.createElement("candor-status"), target = options.target && document.querySelector(options.target);
  if (!target) host.dataset.corner = "";
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  const box = element("section"), words = element("div");
  words.setAttribute("role", "status");  // there before its words are, so that they are announced
  box.hidden = true;
  box.append(element("span", "", { className: "dot" }), words);
  const hide = element("button", "×", { type: "button" });
  box.append(hide);
  shadow.append(box);
  (target || document.body).append(host);

  const remembered = `candor:${base}`;
  const hidden = () => { try { return sessionStorage.getItem(remembered); } catch { return null; } };
  let shown = "";
  hide.addEventListener("click", () => {
    try { sessionStorage.setItem(remembered, shown); } catch { /* storage may be forbidden */ }
    box.hidden = true;
  });

  const show = (status) => {
    const well = status.state === "operational";
    const wanted = well ? options.show === "always" : hidden() !== status.version;
    if (box.hidden !== wanted && shown === status.version) return;
    shown = status.version;
    const [light, dark] = tones[status.state] || tones.degraded_performance;
    box.style.setProperty("--light", light);
    box.style.setProperty("--dark", dark);
    box.className = well ? "well" : "trouble";
    box.lang = status.language;
    hide.hidden = well;
    hide.setAttribute("aria-label", status.words.hide);
    const parts = [];
    if (well) parts.push(element("p"));
    else parts.push(element("p", "", {}), element("ul"), element("p"));
    if (well) parts[0].append(link(`${status.name}: ${status.label}`, status.url));
    else {
      parts[0].append(element("strong", status.sentence));
      for (const incident of status.incidents) {
        const line = element("li");
        line.append(link(incident.title, incident.url), ` · ${incident.state}`);
        parts[1].append(line);
      }
      parts[2].append(link(status.words.more, status.url));
    }
    words.replaceChildren(...parts);
    box.hidden = !wanted;
  };
  const look = async () => {
    if (document.hidden) return;
    try {
      const paths = ["en", "fr", "ja"].includes(wanted) ? [`/${wanted}/widget.json`, "/widget.json"] : ["/widget.json"];
      for (const path of paths) {
        const answer = await fetch(base + path, { credentials: "omit" });
        if (answer.ok) return show(await answer.json());
      }
    } catch { /* the status page can't be reached: what is shown stays */ }
  };
  look();
  setInterval(look, every);
  document.addEventListener("visibilitychange", look);
})();
