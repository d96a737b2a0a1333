import { graphql } from "relay-runtime";

export const query = graphql`
  query ChamberListQuery($region: String!, $near: PlaceInput) {
    ...ChamberList_chambers @arguments(region: $region, near: $near)
  }
`;

// A list that grows by pages, ordered by distance.
export const chambers = graphql`
  fragment ChamberList_chambers on Query
  @refetchable(queryName: "ChamberListPageQuery")
  @argumentDefinitions(
    region: { type: "String!" }
    near: { type: "PlaceInput" }
    first: { type: "Int", defaultValue: 10 }
    after: { type: "String" }
  ) {
    organizations(
      where: { type: { in: [CHAMBER_IHK, CHAMBER_HWK] }, region: { key: $region } }
      near: $near
      first: $first
      after: $after
    ) @connection(key: "ChamberList_organizations") {
      edges {
        distanceKm
        node {
          name
          ...ChamberListTies_office
        }
      }
    }
  }
`;
