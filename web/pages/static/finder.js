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

const place = document.querySelector("input[name=place][list]");
const list = place && document.getElementById(place.getAttribute("list"));
const QUERY = "query Places($text: String!) { places(text: $text, first: 8) { label regionKey postalCode } }";
let asked = "";
let waiting = 0;

async function suggest(text) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ query: QUERY, variables: { text } }),
  });
  if (!response.ok || text !== asked) return;
  const { data } = await response.json();
  list.replaceChildren(
    ...(data?.places ?? []).map((found) => {
      const option = document.createElement("option");
      option.value = found.postalCode ? found.label : `${found.label} [${found.regionKey}]`;
      return option;
    }),
  );
}

place?.addEventListener("input", () => {
  asked = place.value.trim();
  clearTimeout(waiting);
  // Two letters fit too much; a chosen entry needs no more.
  if (asked.length > 1 && !asked.endsWith("]")) waiting = setTimeout(() => suggest(asked).catch(() => list.replaceChildren()), 150);
});
