// While somebody writes to us: what we know already stands beside the form. Without it, the second step says it.
(() => {
  "use strict";
  const form = document.querySelector("[data-suggest]"), box = form && form.querySelector("[data-suggested]");
  if (!box) return;
  let timer, asked = "", turn = 0;
  const ask = async () => {
    const body = new FormData(form), words = ["about", "text", "component", "region"].map((name) => body.get(name) || "").join("\n");
    if (words === asked) return;
    asked = words;
    const mine = ++turn;
    try {
      const answer = await fetch(form.dataset.suggest, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok || mine !== turn) return;
      const fresh = await answer.text();
      if (fresh !== box.dataset.shown) { box.innerHTML = fresh; box.dataset.shown = fresh; document.dispatchEvent(new Event("fresh")); }
    } catch { /* the second step asks again */ }
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, 500); };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
})();
