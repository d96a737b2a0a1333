// Lines and preview follow each choice. Without this the button "Apply" does the same by a new page.
"use strict";

const form = document.getElementById("choices");
const preview = document.querySelector("#stage integration-directory");
const said = document.getElementById("said");
let latest = 0;

for (const button of document.querySelectorAll("[data-script]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    said.textContent = button.dataset.done;
  });
}

async function follow() {
  const asking = ++latest;
  const address = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  // What is wrong with a region is told by the page that the button asks for.
  if (!response.ok || asking !== latest) return;
  const made = await response.json();
  for (const id of ["lines", "frame", "link"]) document.getElementById(id).textContent = made[id];
  const town = document.getElementById("town");
  town.hidden = !made.town;
  town.textContent = town.dataset.words.replace("{}", made.town);
  for (const { name } of [...preview.attributes]) if (!(name in made.attributes)) preview.removeAttribute(name);
  for (const [name, value] of Object.entries(made.attributes)) if (preview.getAttribute(name) !== value) preview.setAttribute(name, value);
  said.textContent = said.dataset.updated;
  history.replaceState(null, "", address);
}

if (preview) form.addEventListener("change", () => follow().catch(() => {}));
