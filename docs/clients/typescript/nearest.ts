import type { NearestQuery, NearestQueryVariables } from "./directory";

type Answer = { data?: NearestQuery; errors?: { message: string; extensions: { code: string } }[] };

/** Who is nearest, responsible ones marked. Throws the directory's own words where it can't answer. */
export async function nearest(endpoint: string, document: string, variables: NearestQueryVariables): Promise<string[]> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json" },
    body: JSON.stringify({ query: document, variables }),
  });
  const answer = (await response.json()) as Answer;
  if (answer.errors?.length) throw new Error(answer.errors.map((error) => `${error.extensions.code}: ${error.message}`).join("\n"));
  const edges = answer.data?.nearestContacts.edges ?? [];
  return edges.map(({ distanceKm, responsible, node }) => `${distanceKm} km ${responsible ? "responsible" : "near"} ${node.actor.name}`);
}
