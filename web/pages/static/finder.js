// What makes the finder quicker where scripts run. Everything it does can be done without it.
"use strict";

const page = document.documentElement;

for (const button of document.querySelectorAll("[data-script]")) button.hidden = false;

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

document.querySelector("[data-copy]")?.addEventListener("click", async (event) => {
  const button = event.currentTarget;
  await navigator.clipboard.writeText(button.dataset.copy);
  document.getElementById("said").textContent = button.dataset.done;
});

// Age and status leave the address bar, so that a copied address says nothing about a person.
if (page.dataset.share) history.replaceState(null, "", page.dataset.share);
