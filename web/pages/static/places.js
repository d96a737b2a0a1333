// Offers places while somebody types into an input[data-places]; data-places="regions" offers no postal codes.
"use strict";

const QUERY = "query Places($text: String!) { places(text: $text, first: 8) { label regionKey postalCode } }";

async function found(text) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ query: QUERY, variables: { text } }),
  });
  return response.ok ? ((await response.json()).data?.places ?? []) : [];
}

function offer(input) {
  const list = document.getElementById(input.getAttribute("list"));
  const onlyRegions = input.dataset.places === "regions";
  let asked = "";
  let waiting = 0;

  async function suggest(text) {
    const places = await found(text);
    if (text !== asked) return;
    list.replaceChildren(
      ...places
        .filter((place) => !onlyRegions || !place.postalCode)
        .map((place) => {
          const option = document.createElement("option");
          option.value = place.postalCode ? place.label : `${place.label} [${place.regionKey}]`;
          return option;
        }),
    );
  }

  input.addEventListener("input", () => {
    asked = input.value.trim();
    clearTimeout(waiting);
    // Two letters fit too much; a chosen entry needs no more.
    if (asked.length > 1 && !asked.endsWith("]")) waiting = setTimeout(() => suggest(asked).catch(() => list.replaceChildren()), 150);
  });
}

document.querySelectorAll("input[data-places]").forEach(offer);
