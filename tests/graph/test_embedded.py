"""The embedded engine's server: one owner a directory, back after a crash, gone with its parent."""

import asyncio
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

import pytest

from graph.engine import EngineLimits, Writer
from graph.engines.arcadedb import EmbeddedConfig, EmbeddedEngine, open_embedded
from graph.engines.server_process import LOOPBACK, free_port
from graph.errors import EngineSetupError, ServiceUnavailable

PATIENCE_S = 60.0
FOR_MINUTES = "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b WITH a, b WHERE a * b % 7 = 8 RETURN count(*) AS n"
RUNNING = "SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery AS statement ORDER BY statement LIMIT 100"
PARENT = """
import asyncio, signal, sys
from pathlib import Path
from graph.engines.arcadedb import EmbeddedConfig, open_embedded

# Where the tests run in the background, a shell has Ctrl-C ignored, and children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

async def main():
    engine = await open_embedded(EmbeddedConfig(Path(sys.argv[1])))
    async def work(writer):
        await writer.run("CREATE (:Sample {id: 'kept'})")
    await engine.write(work)
    print(engine.server_pid, flush=True)
    try:
        await asyncio.sleep(60)
    finally:
        await engine.close()

try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("ended by Ctrl-C", flush=True)
"""


@pytest.fixture
async def embedded(tmp_path: Path) -> AsyncGenerator[EmbeddedEngine]:
    opened = await open_embedded(EmbeddedConfig(tmp_path / "data"))
    yield opened
    await opened.close()


async def _keep(writer: Writer) -> None:
    await writer.run("CREATE (:Sample {id: 'kept'})")


async def _samples(engine: EmbeddedEngine) -> list[str]:
    return [row["id"] for row in await engine.read("MATCH (n:Sample) RETURN n.id AS id ORDER BY id LIMIT 10")]


async def _samples_once_back(engine: EmbeddedEngine) -> tuple[list[str], list[ServiceUnavailable]]:
    """What is there when the engine answers again, and its refusals until then."""
    refusals: list[ServiceUnavailable] = []
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                return await _samples(engine), refusals
            except ServiceUnavailable as refusal:
                refusals.append(refusal)
                await asyncio.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        # a process that has ended and is not yet reaped still has its number, but no command line
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except FileNotFoundError:
        return False


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not condition():  # noqa: ASYNC110 (what is waited for is another process)
            await asyncio.sleep(0.02)


async def test_a_killed_server_comes_back_with_everything_that_was_committed(embedded: EmbeddedEngine) -> None:
    await embedded.write(_keep)
    killed, port = embedded.server_pid, embedded.port
    os.kill(killed, signal.SIGKILL)
    kept, refusals = await _samples_once_back(embedded)
    assert kept == ["kept"]
    assert {str(refusal) for refusal in refusals} == {"The embedded database is being restarted."}
    assert {refusal.retry_after for refusal in refusals} == {1}
    assert embedded.server_pid != killed
    assert embedded.port == port


async def test_a_server_killed_again_and_again_comes_back_each_time(embedded: EmbeddedEngine) -> None:
    await embedded.write(_keep)
    for _ in range(2):
        os.kill(embedded.server_pid, signal.SIGKILL)
        assert (await _samples_once_back(embedded))[0] == ["kept"]


async def test_a_server_killed_in_the_middle_of_a_transaction_keeps_all_of_it_or_nothing(embedded: EmbeddedEngine) -> None:
    attempts = 0

    async def work(writer: Writer) -> None:
        nonlocal attempts
        attempts += 1
        await writer.run("CREATE (:Sample {id: 'first'})")
        if attempts == 1:
            os.kill(embedded.server_pid, signal.SIGKILL)
        await writer.run("CREATE (:Sample {id: 'second'})")

    await embedded.write(work)
    assert attempts > 1
    assert await _samples(embedded) == ["first", "second"]


async def test_a_restart_moves_to_another_port_when_its_own_was_taken_meanwhile(embedded: EmbeddedEngine) -> None:
    await embedded.write(_keep)
    port = embedded.port
    with socket.socket() as intruder:
        intruder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        os.kill(embedded.server_pid, signal.SIGKILL)
        await _until(lambda: _bound(intruder, port))
        intruder.listen()
        with pytest.raises(ServiceUnavailable):
            await _samples(embedded)
        assert (await _samples_once_back(embedded))[0] == ["kept"]
    assert embedded.port != port


def _bound(intruder: socket.socket, port: int) -> bool:
    try:
        intruder.bind((LOOPBACK, port))
    except OSError:
        return False
    return True


async def test_a_closed_engine_leaves_no_server_and_its_data_opens_again(tmp_path: Path) -> None:
    config = EmbeddedConfig(tmp_path)
    engine = await open_embedded(config)
    await engine.write(_keep)
    await engine.close()
    assert not _runs(engine.server_pid)
    engine = await open_embedded(config)
    assert await _samples(engine) == ["kept"]
    await engine.close()


async def test_a_server_that_was_killed_before_closing_is_closed_without_complaint(tmp_path: Path) -> None:
    engine = await open_embedded(EmbeddedConfig(tmp_path))
    os.kill(engine.server_pid, signal.SIGKILL)
    await engine.close()


def _parent(data_dir: Path) -> tuple[subprocess.Popen[str], int]:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert parent.stdout is not None
    return parent, int(parent.stdout.readline())


async def test_a_killed_parent_leaves_no_server_and_loses_nothing(tmp_path: Path) -> None:
    parent, server = _parent(tmp_path)
    with parent:
        parent.kill()
    await _until(lambda: not _runs(server))
    engine = await open_embedded(EmbeddedConfig(tmp_path))
    assert await _samples(engine) == ["kept"]
    await engine.close()


async def test_a_successor_may_start_at_once_after_its_predecessor_was_killed(tmp_path: Path) -> None:
    parent, _ = _parent(tmp_path)
    with parent:
        parent.kill()
    engine = await open_embedded(EmbeddedConfig(tmp_path))
    assert await _samples(engine) == ["kept"]
    await engine.close()


async def test_ctrl_c_ends_parent_and_server_without_noise(tmp_path: Path) -> None:
    parent, server = _parent(tmp_path)
    with parent:
        os.killpg(parent.pid, signal.SIGINT)
        output, errors = parent.communicate(timeout=PATIENCE_S)
    assert (output, errors) == ("ended by Ctrl-C\n", "")
    assert not _runs(server)
    assert (tmp_path / "log" / "server.log").read_text() == ""


async def test_statements_that_were_given_up_end_in_the_server_and_never_shut_others_out(tmp_path: Path) -> None:
    engine = await open_embedded(EmbeddedConfig(tmp_path, limits=EngineLimits(read_s=1.0, write_statement_s=3.0)))
    given_up = [asyncio.create_task(engine.read(FOR_MINUTES)) for _ in range(6)]
    await asyncio.sleep(0.3)
    for task in given_up[:3]:
        task.cancel()
    await asyncio.wait(given_up)
    assert FOR_MINUTES in [row["statement"] for row in await engine.read(RUNNING)]
    async with asyncio.timeout(PATIENCE_S):
        while FOR_MINUTES in [row["statement"] for row in await engine.read(RUNNING)]:  # noqa: ASYNC110 (the server is waited for)
            await asyncio.sleep(0.1)
    await engine.close()


async def test_a_directory_in_use_is_refused_with_its_name(embedded: EmbeddedEngine, tmp_path: Path) -> None:
    with pytest.raises(EngineSetupError) as caught:
        await open_embedded(EmbeddedConfig(tmp_path / "data"))
    assert str(caught.value) == f"the data directory {tmp_path / 'data'} is in use by another process ({os.getpid()})"
    assert await _samples(embedded) == []


async def test_a_directory_that_can_not_be_made_is_refused_with_the_cause(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineSetupError) as caught:
        await open_embedded(EmbeddedConfig(tmp_path / "file" / "data"))
    assert str(caught.value) == f"the data directory {tmp_path / 'file' / 'data'} can't be used: Not a directory"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unwritable for root")
async def test_an_unwritable_directory_is_refused_with_the_cause(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(EngineSetupError) as caught:
        await open_embedded(EmbeddedConfig(tmp_path))
    assert str(caught.value) == f"the data directory {tmp_path} can't be used: Permission denied"


async def test_a_password_that_can_not_be_read_is_refused_with_the_cause(tmp_path: Path) -> None:
    (tmp_path / "password").mkdir()
    with pytest.raises(EngineSetupError) as caught:
        await open_embedded(EmbeddedConfig(tmp_path))
    assert str(caught.value) == f"the data directory {tmp_path} can't be used: Is a directory"


async def test_a_taken_port_is_refused_with_its_number(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind((LOOPBACK, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(EngineSetupError) as caught:
            await open_embedded(EmbeddedConfig(tmp_path, port=port))
    assert str(caught.value) == f"port {port} on 127.0.0.1 is taken by another process"


async def test_the_port_that_was_asked_for_is_used(tmp_path: Path) -> None:
    engine = await open_embedded(EmbeddedConfig(tmp_path, port=(port := free_port())))
    assert engine.port == port
    await engine.close()


async def test_the_password_is_the_owner_s_alone_and_a_lost_one_is_replaced(tmp_path: Path) -> None:
    engine = await open_embedded(EmbeddedConfig(tmp_path))
    await engine.write(_keep)
    await engine.close()
    password = tmp_path / "password"
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) & 0o022 == 0
    first = password.read_text()
    password.unlink()
    engine = await open_embedded(EmbeddedConfig(tmp_path))
    assert await _samples(engine) == ["kept"]
    await engine.close()
    assert password.read_text() != first


async def test_nothing_of_the_server_listens_beyond_loopback(embedded: EmbeddedEngine) -> None:
    listening = await asyncio.create_subprocess_exec("ss", "-Hltnp", stdout=asyncio.subprocess.PIPE)
    lines = (await listening.communicate())[0].decode().splitlines()
    addresses = {line.split()[3] for line in lines if f"pid={embedded.server_pid}," in line}
    assert len(addresses) == 2
    assert all(address.startswith(("127.0.0.1:", "[::ffff:127.0.0.1]:")) for address in addresses)
