"""Asks the directory from Python: who is responsible, and every page of a list. Needs httpx."""

import sys
from collections.abc import Iterator
from typing import Any

import httpx

RESPONSIBLE = """
query Responsible($postalCode: String!) {
  responsibleFor(place: {postalCode: $postalCode}, actionField: RECOGNITION, situation: {occupationGroup: CRAFT}) {
    region { label } actor { name } contact { phone website } reason { text }
  }
}"""

JOBCENTER = """
query Jobcenter($region: String!, $after: String) {
  organizations(where: {type: {eq: JOBCENTER}, region: {key: $region}}, first: 20, after: $after) {
    nodes { name } pageInfo { hasNextPage endCursor }
  }
}"""


class DirectoryError(Exception):
    """What the directory says is wrong; *code* is stable, the message is for people."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.code = error["extensions"]["code"]


def ask(client: httpx.Client, document: str, **variables: Any) -> dict[str, Any]:
    """The `data` of an answer. Raises DirectoryError for the first error, and httpx.HTTPError if there is no answer."""
    response = client.post(
        "/graphql", json={"query": document, "variables": variables}, headers={"Accept": "application/graphql-response+json"}
    )
    answer: dict[str, Any] = response.json()
    if answer.get("errors"):
        raise DirectoryError(answer["errors"][0])
    data: dict[str, Any] = answer["data"]
    return data


def all_jobcenter(client: httpx.Client, region: str) -> Iterator[str]:
    """The names of all Jobcenter of a region, page by page."""
    after = None
    while True:
        page = ask(client, JOBCENTER, region=region, after=after)["organizations"]
        yield from (node["name"] for node in page["nodes"])
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def main(directory: str) -> None:
    with httpx.Client(base_url=directory) as client:
        for answer in ask(client, RESPONSIBLE, postalCode="29221")["responsibleFor"]:
            print(answer["region"]["label"], "-", answer["actor"]["name"])
        print(sum(1 for _ in all_jobcenter(client, "05")), "Jobcenter")
        try:
            ask(client, RESPONSIBLE, postalCode="00000")
        except DirectoryError as error:
            print(error.code, "-", error)


if __name__ == "__main__":
    main(sys.argv[1])
