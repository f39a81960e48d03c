"""The database: its tables are those of the code, from empty and from every released form; secrets and seals."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from service.config import Settings
from service.store.errors import SealBroken, StorageUnavailable
from service.store.migrations import configuration, upgrade
from service.store.sealing import Keyring
from service.store.session import Database
from service.store.tables import Base
from service.store.whole import Store
from tests.service.houses import make_settings
from tests.service.store.postgresql import server
from tests.service.store.test_queue import order, waiting

REVISIONS = [step.revision for step in reversed(list(ScriptDirectory.from_config(configuration()).walk_revisions()))]


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    with server() as found:
        if found is None:
            pytest.skip("PostgreSQL is not installed here")
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    found: str = request.getfixturevalue("postgresql")
    engine = create_engine(found)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return found


@pytest.mark.parametrize("start", [None, *REVISIONS])
def test_tables_become_those_of_the_code_from_every_released_form(address: str, start: str | None) -> None:
    database = Database(address)
    if start is not None:
        upgrade(database.engine, start)
    database.upgrade()
    database.upgrade()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    database.close()


def test_the_way_back_to_empty_exists(address: str) -> None:
    database = Database(address)
    database.upgrade()
    config = configuration()
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    database.close()


def test_letters_go_through_the_queue_on_every_database(address: str, tmp_path: Path) -> None:
    store = Store(make_settings(tmp_path / "data", database_url=address))
    store.upgrade()
    ids = [waiting(store, "a") for _ in range(3)]
    assert order(store) == ids
    assert store.audits.delete(ids[0])
    assert store.queue.depths() == {"done": 2}
    store.close()


def test_a_database_that_does_not_answer_is_told_as_such(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    database = Database(f"sqlite:///{folder / 'test.db'}")
    shutil.rmtree(folder)
    with pytest.raises(StorageUnavailable):
        database.ping()


def test_nothing_of_a_deleted_letter_stays_in_the_database_file(store: Store, settings: Settings) -> None:
    id_ = waiting(store)
    path = Path(settings.database.removeprefix("sqlite:///"))
    store.database.forget()
    assert id_.encode() in path.read_bytes()
    store.audits.delete(id_)
    assert not [file.name for file in path.parent.glob("kravvakt.db*") if id_.encode() in file.read_bytes()]


def test_the_secret_is_made_once_and_is_ours_alone(tmp_path: Path) -> None:
    first, again = (make_settings(tmp_path).secret for _ in range(2))
    assert first == again
    assert len(first) >= 32
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
    assert make_settings(tmp_path, secret_key="given").secret == b"given"


def test_another_secret_opens_nothing() -> None:
    seal, wrapped = Keyring(b"one").new("A")
    sealed = seal.close(b"brev", "report")
    assert Keyring(b"one").seal("A", wrapped).open(sealed, "report") == b"brev"
    with pytest.raises(SealBroken):
        Keyring(b"two").seal("A", wrapped)
    with pytest.raises(SealBroken):
        Keyring(b"one").seal("B", wrapped)
    with pytest.raises(SealBroken):
        seal.open(sealed, "letter")
    with pytest.raises(SealBroken):
        seal.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "report")


def test_keys_are_kept_as_digests_alone(store: Store, settings: Settings) -> None:
    info, key = store.organisations.create_key("Rådgiverne", scopes=["audits:read"], retention_hours=10)
    store.database.forget()
    assert key.encode() not in Path(settings.database.removeprefix("sqlite:///")).read_bytes()
    assert [found.id for found in store.organisations.all_keys()] == [info.id]
