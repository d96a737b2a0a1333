// What stands over or in focus on the map is also said below it; without a script the browser's own note does that.
"use strict";

const told = document.getElementById("told");
const map = document.querySelector("svg.map");

if (told && map) {
  const hint = told.textContent;
  const say = (event) => {
    told.textContent = event.target.closest("a")?.querySelector("title")?.textContent ?? hint;
  };
  map.addEventListener("pointerover", say);
  map.addEventListener("focusin", say);
  map.addEventListener("pointerleave", () => (told.textContent = hint));
  map.addEventListener("focusout", () => (told.textContent = hint));
}
