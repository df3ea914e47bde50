// A chart wider than its frame opens at the node the run stands at, or at its beginning.
"use strict";
for (const frame of document.querySelectorAll(".chart-frame")) {
  const node = frame.querySelector(".is-current") || frame.querySelector("g > .outline");
  if (!node) continue;
  const [box, around] = [node.getBoundingClientRect(), frame.getBoundingClientRect()];
  frame.scrollLeft += box.left + box.width / 2 - around.left - around.width / 2;
  frame.scrollTop += box.top + box.height / 2 - around.top - around.height / 2;
}
