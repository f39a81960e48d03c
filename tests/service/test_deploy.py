"""What the service is put into operation with, held to the code: container, compose file, systemd unit, settings."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from service.app import make_app
from service.cli import main
from service.config import Settings
from service.operations import bp
from tests.service.houses import make_settings

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
UNIT = (ROOT / "service/deploy/kravvakt.service").read_text(encoding="utf-8")
SETTINGS = {f"KRAVVAKT_{name.upper()}" for name in Settings.model_fields}


def test_the_readme_lists_every_setting_as_it_describes_itself() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(KRAVVAKT_\w+)` \|[^|]*\| (.*) \|$", readme, re.MULTILINE))
    assert rows == {f"KRAVVAKT_{name.upper()}": field.description for name, field in Settings.model_fields.items()}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_described(name: str) -> None:
    described = Settings.model_fields[name].description or ""
    assert re.fullmatch(r"[A-Z].{15,}[.]", described), described


@pytest.mark.parametrize("file", ["Dockerfile", "compose.yaml", "service/deploy/kravvakt.service"])
def test_only_settings_that_exist_are_set(file: str) -> None:
    named = set(re.findall(r"\bKRAVVAKT_[A-Z_]+\b", (ROOT / file).read_text(encoding="utf-8"))) - {"KRAVVAKT_NAME"}
    assert named
    assert named - SETTINGS == set()


def test_the_image_runs_as_nobody_special_and_is_asked_for_its_health(tmp_path: Path) -> None:
    last = DOCKERFILE.split("\nFROM ")[-1]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    asked = re.search(r"http://127\.0\.0\.1:8000(/\w+)'", last)
    assert asked is not None
    app = make_app(make_settings(tmp_path))
    assert bp.name in app.blueprints
    assert app.test_client().get(asked[1]).status_code == 200


def test_the_image_installs_only_what_the_lock_has_hashes_for() -> None:
    installs = re.findall(r"pip install (.*?)(?:\s*\\?\n|$)", DOCKERFILE)
    assert installs == [
        "--require-hashes --only-binary :all: -r requirements.txt",
        "--no-deps --no-build-isolation --no-index .",
    ]


def test_the_image_gets_every_package_of_the_project_and_ignores_nothing_it_copies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]}
    copied = {word for line in re.findall(r"^COPY (?!--)(.*) \S+$", DOCKERFILE, re.MULTILINE) for word in line.split()}
    allowed = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    assert packages <= copied
    assert copied == allowed
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_has_what_reading_and_drawing_need() -> None:
    bootstrap = (ROOT / ".ci/bootstrap").read_text(encoding="utf-8")
    installed = set(re.findall(r"^        ([a-z0-9.-]+) \\$", DOCKERFILE, re.MULTILINE))
    listed = re.search(r"^writing_packages=\((.*)\)$", bootstrap, re.MULTILINE)
    assert listed is not None
    libraries = {name for name in listed[1].split() if name.startswith("lib")}
    assert {"tesseract-ocr", "tesseract-ocr-nor", "fonts-dejavu-core", *libraries} <= installed
    assert {name for name in installed if name not in bootstrap} == set()


def test_the_image_and_the_unit_start_a_command_that_there_is() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    by_image = re.search(r'^ENTRYPOINT \["(\w+)"\]\nCMD \["(\w+)"\]$', DOCKERFILE, re.MULTILINE)
    by_unit = re.search(r"^ExecStart=/srv/kravvakt/bin/(\w+) (\w+)$", UNIT, re.MULTILINE)
    assert by_image is not None
    assert by_unit is not None
    assert by_image.groups() == by_unit.groups()
    assert by_image[1] in project["project"]["scripts"]
    assert by_image[2] in main.commands


def test_the_compose_file_writes_only_to_its_volume_and_has_limits() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    (service,) = compose["services"].values()
    assert service["read_only"] is True
    assert service["volumes"] == ["data:/data"]
    assert "KRAVVAKT_DATA_DIR=/data" in DOCKERFILE
    assert service["cap_drop"] == ["ALL"]
    assert {"mem_limit", "cpus", "pids_limit"} <= service.keys()
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_the_unit_lets_the_limits_of_each_letter_be_set() -> None:
    """``setrlimit`` is one of systemd's @resources, and refusing it would switch the limits off."""
    assert "@resources" not in re.sub(r"^#.*$", "", UNIT, flags=re.MULTILINE)
    assert re.search(r"^ProtectSystem=strict$", UNIT, re.MULTILINE)
    assert re.search(r"^DynamicUser=yes$", UNIT, re.MULTILINE)
