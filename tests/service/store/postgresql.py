"""A PostgreSQL server for the tests that need one: its own cluster in a temporary folder, or the one that
``KRAVVAKT_TEST_POSTGRESQL`` names (its schema ``public`` is emptied).
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def programs() -> Path | None:
    """Where PostgreSQL's own programs are, ``None`` without them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    # Debian keeps them out of the path.
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda path: int(path.parent.name))


@contextlib.contextmanager
def server() -> Iterator[str | None]:
    """The address of an empty database, ``None`` where there is no PostgreSQL."""
    given = os.environ.get("KRAVVAKT_TEST_POSTGRESQL")
    folder = programs()
    if given or folder is None:
        yield given
        return
    with tempfile.TemporaryDirectory() as name, socket.socket() as free:
        user = _user()
        if user is not None:
            os.chown(name, user.pw_uid, user.pw_gid)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        data = f"{name}/data"
        options = f"-p {port} -k {name} -c listen_addresses=127.0.0.1 -c fsync=off"
        _run(user, folder / "initdb", "-D", data, "-A", "trust", "-U", "kravvakt")
        _run(user, folder / "pg_ctl", "-D", data, "-o", options, "-l", f"{name}/log", "-w", "start")
        try:
            yield f"postgresql+psycopg://kravvakt@127.0.0.1:{port}/postgres"
        finally:
            _run(user, folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _user() -> pwd.struct_passwd | None:
    """PostgreSQL does not run as root; then as this user."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _run(user: pwd.struct_passwd | None, program: Path, *arguments: str) -> None:
    subprocess.run(
        [program, *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        user=None if user is None else user.pw_uid,
        group=None if user is None else user.pw_gid,
        extra_groups=None if user is None else [],
    )
