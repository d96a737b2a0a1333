// Sends the form's query by POST and shows the answer in the page. Without JavaScript the form itself asks by GET.
const form = document.getElementById("query-form");
const answer = document.getElementById("answer");
const { query, variables } = form.elements;

const example = await fetch("/graphiql/assets/example.graphql");
if (example.ok && query.value === query.defaultValue) query.value = await example.text();

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  answer.textContent = "…";
  try {
    const body = { query: query.value };
    if (variables.value.trim()) body.variables = JSON.parse(variables.value);
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json" },
      body: JSON.stringify(body),
    });
    answer.textContent = JSON.stringify(await response.json(), null, 2);
  } catch (error) {
    answer.textContent = String(error);
  }
});
