"""The healthy instance of tests/unit/faultline/doctor/house.py as a fixture."""

from pathlib import Path

import pytest

from tests.unit.faultline.doctor.house import House, build, migrated


@pytest.fixture(scope="package")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated(tmp_path_factory.mktemp("database") / "faultline.sqlite3")


@pytest.fixture
def house(tmp_path: Path, database: Path) -> House:
    return build(tmp_path, database)
