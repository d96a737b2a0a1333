"""What runs in the embedded engine's own process: the ArcadeDB server, for as long as its parent lives.

Started by file path, on the standard library and `arcadedb` alone. It speaks JSON, a line a message: on standard output
`{"ready": {"password": …}}` or `{"failed": "one line", "cause": "locked" | "port" | "other"}`, then an answer to each request
that comes in. End of input means that the parent has gone or wants it to stop; both stop it cleanly.
"""

import ctypes
import json
import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, NoReturn

import arcadedb

LOOPBACK: Final = "127.0.0.1"
_PR_SET_PDEATHSIG: Final = 1
_LOCK_PATIENCE_S: Final = 2.0
"""A predecessor whose parent was killed needs a moment to flush and go."""
_STOP_LIMIT_S: Final = 10.0
_GERMAN: Final = "org.apache.lucene.analysis.de.GermanAnalyzer"


class StartFailed(Exception):
    """The server can't start. *cause*: "locked", "port" or "other"."""

    def __init__(self, message: str, *, cause: str) -> None:
        super().__init__(message)
        self.cause = cause


def main(arguments: list[str]) -> None:
    """Serve until the parent goes. Arguments: data directory, database name, Bolt port, HTTP port, the parent's process id."""
    directory, database, bolt_port, http_port, parent = (
        Path(arguments[0]),
        arguments[1],
        int(arguments[2]),
        int(arguments[3]),
        int(arguments[4]),
    )
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGTERM, _leave)
    _die_with(parent)
    channel = _private_output()
    try:
        with _sole_owner(directory):
            password = _password(directory)
            server = _started(directory, database=database, password=password, bolt_port=bolt_port, http_port=http_port)
            try:
                _say(channel, {"ready": {"password": password}})
                _answer_requests(channel, server.get_database(database))
            finally:
                _stop(server)
    except StartFailed as failure:
        _say(channel, {"failed": str(failure), "cause": failure.cause})
        sys.exit(1)
    except OSError as error:
        _say(channel, {"failed": f"the data directory {directory} can't be used: {error.strerror or error}", "cause": "other"})
        sys.exit(1)


def _leave(_signal: int, _frame: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(0)


def _die_with(parent: int) -> None:
    """Get SIGTERM when the parent ends without a word. Linux only; elsewhere the end of input has to do."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it ended before the line above
        sys.exit(0)


def _private_output() -> IO[str]:
    """The pipe to the parent, taken away from standard output: whatever the engine prints goes to the log instead."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return channel


def _say(channel: IO[str], message: dict[str, Any]) -> None:
    try:
        channel.write(json.dumps(message) + "\n")
        channel.flush()
    except BrokenPipeError:
        sys.exit(0)  # nobody is there any more


@contextmanager
def _sole_owner(directory: Path) -> Generator[None, None, None]:
    """Hold the directory's lock; the system gives it back however this process ends."""
    if sys.platform == "win32":
        yield  # ArcadeDB's own lock has to do
        return
    import fcntl

    with (directory / "in-use.lock").open("a+", encoding="utf-8") as lock:
        deadline = time.monotonic() + _LOCK_PATIENCE_S
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    lock.seek(0)
                    raise StartFailed(_locked(directory, owner=lock.read().strip()), cause="locked") from None
                time.sleep(0.05)
        lock.truncate(0)
        lock.write(f"{os.getppid()}\n")
        lock.flush()
        yield


def _locked(directory: Path, *, owner: str) -> str:
    return f"the data directory {directory} is in use by another process" + (f" ({owner})" if owner else "")


def _password(directory: Path) -> str:
    """The directory's own password, made at random the first time; called by the sole owner only."""
    path = directory / "password"
    if path.exists():
        return path.read_text(encoding="ascii")
    # a user file without its password would lock the owner out; the server writes it anew
    (directory / "config" / "server-users.jsonl").unlink(missing_ok=True)
    password = secrets.token_urlsafe(24)
    partial = directory / "password.partial"
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
        file.write(password)
    partial.replace(path)
    return password


def _started(directory: Path, *, database: str, password: str, bolt_port: int, http_port: int) -> Any:
    server = arcadedb.create_server(
        str(directory),
        root_password=password,
        config={
            "host": LOOPBACK,
            "mode": "development",  # "production" would hide the text of errors from us, too
            "http_port": http_port,
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt_port": bolt_port,
        },
    )
    try:
        server.start()
        server.create_database(database)
    except arcadedb.ArcadeDBError as error:
        text = str(error)
        if "Unable to listen" in text or "Address already in use" in text:
            raise StartFailed(f"port {bolt_port} on {LOOPBACK} is taken by another process", cause="port") from error
        if "locked" in text:
            raise StartFailed(_locked(directory, owner=""), cause="locked") from error
        raise StartFailed(f"ArcadeDB can't start in {directory}: {text.splitlines()[0]}", cause="other") from error
    return server


def _answer_requests(channel: IO[str], database: Any) -> None:
    for line in sys.stdin:
        request = json.loads(line)["fulltext"]
        try:
            _prepare_fulltext(database, index=request["index"], label=request["label"], properties=request["properties"])
        except arcadedb.ArcadeDBError as error:
            _say(channel, {"failed": str(error).splitlines()[0], "cause": "other"})
        else:
            _say(channel, {"done": True})


def _prepare_fulltext(database: Any, *, index: str, label: str, properties: list[str]) -> None:
    """ArcadeDB has no Cypher for this. The names come from `graph.model`."""
    for row in database.query("sql", "SELECT name, properties FROM schema:indexes").to_list():
        if row["name"] == index and {name for names in row["properties"] for name in names} != set(properties):
            database.command("sql", f"DROP INDEX `{index}`")  # an older release of the directory searched others
    database.command("sql", f"CREATE VERTEX TYPE {label} IF NOT EXISTS")
    for name in properties:
        database.command("sql", f"CREATE PROPERTY {label}.{name} IF NOT EXISTS STRING")
    metadata = json.dumps({"analyzer": _GERMAN})
    database.command("sql", f"CREATE INDEX {index} IF NOT EXISTS ON {label} ({', '.join(properties)}) FULL_TEXT METADATA {metadata}")


def _stop(server: Any) -> None:
    """Flush and end, within a limit: a server that hangs must not outlive its parent."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    limit = threading.Timer(_STOP_LIMIT_S, os._exit, args=(1,))
    limit.daemon = True
    limit.start()
    server.stop()
    limit.cancel()


if __name__ == "__main__":
    main(sys.argv[1:])
