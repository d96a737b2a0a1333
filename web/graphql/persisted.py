"""Documents that requests name and don't send: trusted ones of the operator, and automatic persisted queries.

A request names a trusted document by `documentId`, see `web.graphql.trusted`. Automatic persisted queries follow Apollo's protocol:
`extensions.persistedQuery {version: 1, sha256Hash}`.
"""

import re
from dataclasses import replace
from hashlib import sha256
from typing import Final

from graphql import GraphQLError

from web.graphql.bounded import Bounded
from web.graphql.parameters import Parameters
from web.graphql.trusted import HASH_PREFIX, NO_TRUSTED, TrustedDocuments
from web.http.errors import PERSISTED_QUERY_NOT_FOUND, DocumentRefusal, HttpRefusal, shown

# Apollo's clients look for this very message.
NOT_FOUND_MESSAGE: Final = "PersistedQueryNotFound"

_HASH: Final = re.compile(r"[0-9a-f]{64}")


class PersistedDocuments:
    """Finds the text of the document that a request names, and learns those that come with their hash.

    Learned ones take at most *limit_bytes* together (0: none is learned), the least recently used dropped first.
    """

    def __init__(self, trusted: TrustedDocuments = NO_TRUSTED, *, limit_bytes: int = 4_000_000) -> None:
        self._trusted = trusted
        self._sources = trusted.sources
        self._learned: Bounded[str, str] = Bounded(limit_bytes=limit_bytes)

    def __len__(self) -> int:
        """How many documents have been learned."""
        return len(self._learned)

    def resolved(self, parameters: Parameters) -> Parameters:
        """*parameters* with the document's text as their query.

        Raises HttpRefusal: 400 for a hash that isn't the document's, 403 for a document that isn't trusted where only those are
        allowed. Raises DocumentRefusal PERSISTED_QUERY_NOT_FOUND for a name or hash that isn't known.
        """
        if parameters.document_id is not None:
            return replace(parameters, query=self._named(parameters.document_id))
        if "persistedQuery" in parameters.extensions:
            digest = _apollo_hash(parameters.extensions["persistedQuery"])
            if not parameters.query:
                return replace(parameters, query=self._hashed(digest))
            if sha256(parameters.query.encode()).hexdigest() != digest:
                raise HttpRefusal("sha256Hash is not the SHA-256 of the query.", status=400, sha256Hash=digest)
        if self._trusted.only and parameters.query not in self._sources:
            raise HttpRefusal("Only trusted documents are answered here, and this isn't one of them.", status=403)
        return parameters

    def learn(self, parameters: Parameters) -> None:
        """Keep a document that came with its hash. Call with what `resolved` gave, once the document is known to be valid."""
        if "persistedQuery" in parameters.extensions and parameters.document_id is None and not self._trusted.only:
            digest: str = parameters.extensions["persistedQuery"]["sha256Hash"]
            if self._learned.get(digest) is None:
                self._learned.put(digest, parameters.query, size=2 * len(parameters.query))

    def _named(self, document_id: str) -> str:
        found = self._trusted.by_id.get(document_id)
        if found is None and document_id.startswith(HASH_PREFIX):
            found = self._learned.get(document_id.removeprefix(HASH_PREFIX))
        if found is None:
            message = f"No document is known as {shown(document_id)!r}."
            raise DocumentRefusal(PERSISTED_QUERY_NOT_FOUND, [GraphQLError(message)], documentId=shown(document_id))
        return found

    def _hashed(self, digest: str) -> str:
        found = self._trusted.by_id.get(HASH_PREFIX + digest) or self._learned.get(digest)
        if found is None:
            raise DocumentRefusal(PERSISTED_QUERY_NOT_FOUND, [GraphQLError(NOT_FOUND_MESSAGE)], sha256Hash=digest)
        return found


def _apollo_hash(value: object) -> str:
    """The hash in `extensions.persistedQuery`. Raises HttpRefusal."""
    match value:
        case {"version": 1, "sha256Hash": str(digest)} if _HASH.fullmatch(digest):
            return digest
        case _:
            message = "extensions.persistedQuery must be {version: 1, sha256Hash: <64 hexadecimal digits in lower case>}."
            raise HttpRefusal(message, status=400, value=shown(value))
