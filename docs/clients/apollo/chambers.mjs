// Lists all chambers of a Land with Apollo Client: documents by their hash and by GET, so that caches on the way can keep the answers;
// pages joined by the cache; interfaces and unions understood. Usage: node chambers.mjs http://127.0.0.1:8000/graphql 05
import { createHash } from "node:crypto";
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { relayStylePagination } from "@apollo/client/utilities";

const [endpoint, region] = process.argv.slice(2);

const CHAMBERS = gql`
  query Chambers($region: String!, $after: String) {
    organizations(where: { type: { in: [CHAMBER_IHK, CHAMBER_HWK] }, region: { key: $region } }, first: 5, after: $after) {
      edges { cursor node { id name carriers { id name } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

// Which types an interface or union can be, asked of the schema: once, at build time, in an application.
async function possibleTypes() {
  const query = "{ __schema { types { name possibleTypes { name } } } }";
  const response = await fetch(endpoint, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ query }) });
  const { types } = (await response.json()).data.__schema;
  return Object.fromEntries(types.filter((type) => type.possibleTypes).map((type) => [type.name, type.possibleTypes.map(({ name }) => name)]));
}

const sent = [];
const noting = (url, options) => {
  sent.push({ method: options.method, hasText: url.includes("query=") || String(options.body).includes('"query":"') });
  return fetch(url, options);
};
const client = new ApolloClient({
  link: ApolloLink.from([
    new PersistedQueryLink({ sha256: (text) => createHash("sha256").update(text).digest("hex"), useGETForHashedQueries: true }),
    new HttpLink({ uri: endpoint, fetch: noting }),
  ]),
  cache: new InMemoryCache({
    possibleTypes: await possibleTypes(),
    typePolicies: { Query: { fields: { organizations: relayStylePagination(["where", "orderBy"]) } } },
  }),
});

// The cache joins the pages, so that each answer holds all chambers so far.
let result;
do {
  const after = result?.data.organizations.pageInfo.endCursor;
  result = await client.query({ query: CHAMBERS, variables: { region, after }, fetchPolicy: "network-only" });
} while (result.data.organizations.pageInfo.hasNextPage);
const names = result.data.organizations.edges.map(({ node }) => node.name);
console.log(JSON.stringify({ names, sent }));
client.stop();
