import { graphql } from "relay-runtime";

// Fetched again by the office's ID whenever its list of ties grows.
export const ties = graphql`
  fragment ChamberListTies_office on Organization
  @refetchable(queryName: "ChamberListTiesPageQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" }) {
    ties(direction: OUT, first: $first, after: $after) @connection(key: "ChamberListTies_ties") {
      edges {
        type
        conditions
        node {
          __typename
          slug
          name
          ... on Organization {
            type
          }
          ... on Project {
            status
          }
        }
      }
    }
    provenance {
      status
      source {
        title
      }
    }
  }
`;
