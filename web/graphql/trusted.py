"""Trusted documents: .graphql files of the operator, which requests name instead of sending them.

A file has two names: `sha256:<hex>` of its text, and its path below the folder without `.graphql`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

HASH_PREFIX: Final = "sha256:"


class TrustedDocumentsError(Exception):
    """The folder of trusted documents can't be used; the message names file and cause on one line."""


@dataclass(frozen=True, slots=True)
class TrustedDocuments:
    """The operator's own documents. *by_id*: their texts, each under its hash and under its name."""

    by_id: Mapping[str, str]
    only: bool = False

    def with_own(self, documents: Mapping[str, str]) -> "TrustedDocuments":
        """These and our own *documents*, which are answered wherever trusted ones are."""
        return TrustedDocuments({**documents, **self.by_id}, self.only)

    @property
    def sources(self) -> frozenset[str]:
        """Their texts."""
        return frozenset(self.by_id.values())


NO_TRUSTED: Final = TrustedDocuments({})


def read_trusted(folder: Path | None, *, only: bool) -> TrustedDocuments:
    """The documents in the .graphql files of *folder*, at any depth. Raises TrustedDocumentsError."""
    if folder is None:
        if only:
            raise TrustedDocumentsError("only trusted documents are to be answered, but no folder holds any")
        return NO_TRUSTED
    files = sorted(folder.rglob("*.graphql"))
    if not files:
        raise TrustedDocumentsError(f"{folder} holds no .graphql file")
    by_id: dict[str, str] = {}
    for file in files:
        try:
            source = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as exc:
            raise TrustedDocumentsError(f"cannot read {file}: {exc}") from exc
        by_id[file.relative_to(folder).with_suffix("").as_posix()] = source
        by_id[HASH_PREFIX + sha256(source.encode()).hexdigest()] = source
    return TrustedDocuments(by_id, only)
