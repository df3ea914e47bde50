// The editor redraws rows as a whole: whatever row was open stays open, and the one asked for is in view.
"use strict";
let opened = [];
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "pb-editor") {
    opened = [...document.querySelectorAll("details.pb-row[open] .node-key, .pb-heading[open]")].map((each) => each.value || "heading");
  }
});
document.addEventListener("htmx:afterSettle", () => {
  for (const row of document.querySelectorAll("details.pb-row")) {
    if (opened.includes(row.querySelector(".node-key").value)) row.open = true;
  }
  if (opened.includes("heading")) document.querySelector(".pb-heading").open = true;
  opened = [];
  const asked = document.querySelector("details.pb-row[data-asked]");
  if (asked) {
    asked.removeAttribute("data-asked");
    asked.scrollIntoView({ block: "center" });
    asked.querySelector("summary").focus({ preventScroll: true });
  }
});
