"""Holds the house to what README and CONTRIBUTING promise about it.

Layout, lock files, the wheel, the two commands and the floors. Not for how letters are read or judged:
those tests mirror the packages. Which way imports go is checked by import-linter (`make lint`).
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from service.cli import main

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("service", "parsers", "checks")
LONGEST_MODULE = 500

# Modules that may be longer, and why.
LONG_FOR_A_REASON: dict[str, str] = {}

# Font families that sample layouts may be set in, and the Debian package of each.
FONT_PACKAGES = {
    "DejaVu Sans Condensed": "fonts-dejavu-extra",
    "DejaVu Serif Condensed": "fonts-dejavu-extra",
    "Inter Display": "fonts-inter",
    "Caladea": "fonts-crosextra-caladea",
    "Carlito": "fonts-crosextra-carlito",
    "DejaVu Sans": "fonts-dejavu-core",
    "DejaVu Sans Mono": "fonts-dejavu-core",
    "DejaVu Serif": "fonts-dejavu-core",
    "EB Garamond": "fonts-ebgaramond",
    "Inter": "fonts-inter",
    "Lato": "fonts-lato",
    "Liberation Mono": "fonts-liberation",
    "Liberation Sans": "fonts-liberation",
    "Liberation Sans Narrow": "fonts-liberation-sans-narrow",
    "Liberation Serif": "fonts-liberation",
    "OCR B": "fonts-ocr-b",
    "Open Sans": "fonts-open-sans",
    "Roboto": "fonts-roboto-unhinted",
    "Roboto Condensed": "fonts-roboto-unhinted",
}

# Programs that .ci/bootstrap itself may take for granted on any system with bash, make and git.
EVERYDAY_PROGRAMS = ("bash", "cat", "cksum", "dirname", "grep", "head", "tr")


def tracked_files() -> list[Path]:
    """The files of the project, relative to its root, as git knows them."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [Path(name) for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def read_text(path: Path) -> str | None:
    """The text of a tracked file, or None for a picture, PDF or other binary."""
    content = (ROOT / path).read_bytes()
    return None if b"\0" in content[:8192] or path.suffix == ".pdf" else content.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def files() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("an unpacked archive cannot say which files belong to it")
    return tracked_files()


@pytest.fixture(scope="module")
def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def locked_packages(name: str) -> dict[str, tuple[str, int]]:
    """What a lock file pins: normalised package name -> (version, number of hashes)."""
    pinned: dict[str, tuple[str, int]] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", (ROOT / name).read_text()):
        head = re.match(r"([A-Za-z0-9._-]+)==(\S+)", block)
        assert head, f"{name}: every entry pins one version, but this one does not: {block[:80]!r}"
        key = re.sub(r"[-_.]+", "-", head[1]).lower()
        assert key not in pinned, f"{name}: {key} is pinned twice"
        pinned[key] = (head[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", block)))
    return pinned


def distribution_name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]).lower()


# --- what lies where ------------------------------------------------------------------------


def test_top_level_holds_only_the_rooms_of_the_house(files: list[Path]) -> None:
    rooms = {"service", "parsers", "checks", "samples", "tests"}
    papers = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE"}
    tools = {"pyproject.toml", "Makefile", "requirements.txt", "requirements-dev.txt", "Dockerfile", "compose.yaml"}
    found = {path.parts[0] for path in files if not path.parts[0].startswith(".")}
    assert found <= rooms | papers | tools
    assert papers <= found


def test_modules_stay_short_enough_to_read(files: list[Path]) -> None:
    long = {
        str(path)
        for path in files
        if path.suffix == ".py" and path.parts[0] != "tests"
        if len((ROOT / path).read_text().splitlines()) > LONGEST_MODULE
    }
    assert long == set(LONG_FOR_A_REASON), "split a long module; strike a reason that is no longer needed"


def test_no_module_is_named_for_being_useful(files: list[Path]) -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [path for path in files if path.suffix == ".py" and path.stem.strip("_") in vague] == []


def test_every_module_says_what_it_is_for(files: list[Path]) -> None:
    silent = [
        str(path)
        for path in files
        if path.suffix == ".py" and path.parts[0] in PACKAGES
        if (text := (ROOT / path).read_text()).strip() and not text.lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_no_text_names_a_machine_or_a_package_index(files: list[Path]) -> None:
    places = "work|root|opt|home|Users"
    hosts = r"py[p]i\.org|python[h]osted\.org|index[-]url|find[-]links"  # brackets: not to find itself
    unwanted = re.compile(rf"(?<![\w.\-~}}])/(?:{places})/|(?:{hosts})")
    found = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in files
        if (text := read_text(path)) is not None
        for number, line in enumerate(text.splitlines(), start=1)
        if unwanted.search(line)
    ]
    assert found == []


def test_committed_files_are_small(files: list[Path]) -> None:
    sizes = {path: (ROOT / path).stat().st_size for path in files}
    assert {str(path): size for path, size in sizes.items() if size > 2_000_000} == {}
    assert sum(size for path, size in sizes.items() if path.parts[0] == "samples") <= 10_000_000


def test_a_type_that_is_not_looked_at_has_its_reason_beside_it() -> None:
    mark = "# type: " + "ignore"
    places = [
        f"{path}:{number}: {line.strip()}"
        for path in tracked_files()
        if path.suffix == ".py"
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), start=1)
        if mark in line and not re.search(rf"{mark}\[[a-z-]+\]  # \w", line)
    ]
    assert places == []


# --- the lock files -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_gives_a_hash_for_every_package_and_no_address(name: str) -> None:
    assert {package for package, (_, hashes) in locked_packages(name).items() if hashes == 0} == set()
    assert not re.search(r"https?:|file:|^-", (ROOT / name).read_text(), re.MULTILINE)


def test_lock_pins_every_direct_dependency(project: dict[str, Any]) -> None:
    settings, build = project["project"], project["build-system"]
    runtime = {distribution_name(text) for text in settings["dependencies"] + build["requires"]}
    dev = {distribution_name(text) for text in settings["optional-dependencies"]["dev"]}
    assert runtime - set(locked_packages("requirements.txt")) == set()
    assert (runtime | dev) - set(locked_packages("requirements-dev.txt")) == set()


@pytest.mark.parametrize(("folder", "extras"), [*((name, ()) for name in PACKAGES), ("samples", ("dev",))])
def test_what_is_imported_is_asked_for_by_name(folder: str, extras: tuple[str, ...], project: dict[str, Any]) -> None:
    """A package that only comes with another one may be gone with its next version."""
    settings = project["project"]
    texts = settings["dependencies"] + [text for extra in extras for text in settings["optional-dependencies"][extra]]
    asked_for = {distribution_name(text) for text in texts}
    owners = packages_distributions()
    imported = {
        name
        for path in tracked_files()
        if path.parts[0] == folder and path.suffix == ".py"
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""] * (not node.level)
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    outside = {name.split(".")[0] for name in imported} - {*sys.stdlib_module_names, *PACKAGES, "samples", "tests"}
    assert {name for name in outside if not {distribution_name(o) for o in owners.get(name, ())} & asked_for} == set()


def test_tests_run_against_the_versions_that_people_get() -> None:
    tested = locked_packages("requirements-dev.txt")
    used = locked_packages("requirements.txt")
    assert {name: version for name, (version, _) in used.items() if tested[name][0] != version} == {}


# --- the commands ---------------------------------------------------------------------------


def makefile_targets() -> set[str]:
    text = (ROOT / "Makefile").read_text()
    return set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))


def test_bare_make_lists_every_target() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z-]+)", shown, re.MULTILINE)) == makefile_targets()


def test_every_target_is_declared_as_a_command() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == makefile_targets()


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_documents_name_only_commands_that_exist(document: str) -> None:
    named = set(re.findall(r"(?:`|^ *)make ([a-z-]+)", (ROOT / document).read_text(), re.MULTILINE))
    assert named
    assert named - makefile_targets() == set()


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_documents_use_only_options_that_exist(document: str) -> None:
    known = {
        option
        for command in main.commands.values()
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    named = {
        (command, option)
        for command, rest in re.findall(r"^kravvakt ([a-z]+)(.*)$", (ROOT / document).read_text(), re.MULTILINE)
        for option in re.findall(r" (--[a-z-]+)", rest) or [""]
    }
    assert {command for command, _ in named} - set(main.commands) == set()
    assert {option for _, option in named if option} - known == set()


def test_documents_link_only_to_what_is_there(files: list[Path]) -> None:
    for document in (path for path in files if path.suffix == ".md"):
        targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / document).read_text())
        assert [target for target in targets if not (ROOT / document).parent.joinpath(target).exists()] == []


@pytest.mark.live
def test_auditing_opens_no_network_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("an audit asked for the network")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    photo = ROOT / "samples/letters/foto-betalingsoppfordring.jpg"
    result = CliRunner().invoke(main, ["audit", str(photo)])
    assert result.exit_code == 0
    assert "Dette fant vi" in result.stdout


@pytest.mark.parametrize("status", [0, 7])
def test_continuous_integration_is_make_test_and_passes_its_status_on(tmp_path: Path, status: int) -> None:
    make = tmp_path / "make"
    make.write_text(f'#!/bin/sh\necho "$CI $@"\nexit {status}\n')
    make.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    assert os.access(ROOT / ".ci/run", os.X_OK)
    run = subprocess.run(
        ["bash", ".ci/run"], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert run.returncode == status
    assert re.fullmatch(r"true .*\btest\n", run.stdout)


def test_set_up_installs_the_fonts_of_the_sample_layouts() -> None:
    family = re.compile(r"""font(?:-family)?:\s*[^;}"']*?["'\s]([A-Z][A-Za-z ]*?)["']?\s*(?:,[^;}]*)?[;}"]""")
    templates = list((ROOT / "samples/templates").rglob("*.j2"))
    families = {name for path in templates for name in family.findall(path.read_text())}
    assert {"Carlito", "Liberation Sans"} <= families
    assert families - set(FONT_PACKAGES) == set()
    script = (ROOT / ".ci/bootstrap").read_text()
    assert {package for name, package in FONT_PACKAGES.items() if package not in script} == set()


@pytest.fixture
def bare_machine(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A copy of the set-up files, and an environment where a person without rights has only Python."""
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    shutil.copytree(ROOT / ".ci", checkout / ".ci")
    for name in ("pyproject.toml", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, checkout / name)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in EVERYDAY_PROGRAMS:
        found = shutil.which(name)
        assert found, f"{name} is everywhere, or should be"
        (programs / name).symlink_to(found)
    (programs / "python3").symlink_to(sys.executable)
    for name, script in {"id": "echo 1000", "apt-get": "echo used >&2; exit 9", "dpkg-query": "exit 1"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    return checkout, {"PATH": str(programs), "HOME": str(tmp_path)}


@pytest.mark.parametrize("part", ["runtime", "dev"])
def test_without_rights_one_message_says_what_to_install_on_each_system(
    bare_machine: tuple[Path, dict[str, str]], part: str
) -> None:
    checkout, environment = bare_machine
    run = subprocess.run([".ci/bootstrap", part], cwd=checkout, env=environment, capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stdout == ""
    assert "used" not in run.stderr
    for command in ("sudo apt-get update && sudo apt-get install", "sudo dnf install", "brew install"):
        assert run.stderr.count(command) == 1
    assert ("fonts-lato" in run.stderr) == (part == "dev")
    assert not (checkout / ".venv").exists()


def test_too_old_a_tesseract_counts_as_missing(bare_machine: tuple[Path, dict[str, str]]) -> None:
    checkout, environment = bare_machine
    tesseract = Path(environment["PATH"]) / "tesseract"
    tesseract.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "tesseract 4.1.1" || printf "eng\\nnor\\n"\n')
    tesseract.chmod(0o755)
    run = subprocess.run([".ci/bootstrap"], cwd=checkout, env=environment, capture_output=True, text=True)
    assert run.returncode == 1
    assert "tesseract-ocr-nor" in run.stderr


def test_what_is_set_up_already_is_left_alone(bare_machine: tuple[Path, dict[str, str]]) -> None:
    """With fresh stamps neither apt, pip nor a new environment is touched; a changed lock file is noticed."""
    checkout, environment = bare_machine
    programs = Path(environment["PATH"])
    (programs / "tesseract").write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo "tesseract 5.3.0" || printf "eng\\nnor\\n"\n'
    )
    calls = checkout.parent / "calls"
    fake_python = f'#!/bin/sh\ncase "$*" in *pip*) echo "$@" >>{calls};; esac\n'
    dpkg_query = "#!/bin/sh\nprintf installed\n"
    (programs / "dpkg-query").write_text(dpkg_query)
    (programs / "chromium").write_text("#!/bin/sh\n")
    (programs / "chromium").chmod(0o755)
    (programs / "tesseract").chmod(0o755)
    binaries = checkout / ".venv/bin"
    binaries.mkdir(parents=True)
    for name in ("python", "kravvakt"):
        (binaries / name).write_text(fake_python)
        (binaries / name).chmod(0o755)

    def set_up(part: str) -> list[str]:
        calls.write_text("")
        subprocess.run([".ci/bootstrap", part], cwd=checkout, env=environment, check=True, capture_output=True)
        return calls.read_text().splitlines()

    first = set_up("dev")
    assert [call for call in first if "--require-hashes" in call and "requirements-dev.txt" in call]
    assert [call for call in first if "--no-index" in call and "--editable" in call]
    assert set_up("dev") == []
    assert set_up("runtime") == []
    lock = checkout / "requirements-dev.txt"
    lock.write_text(lock.read_text() + "# changed\n")
    assert len(set_up("dev")) == 1


# --- the wheel ------------------------------------------------------------------------------


def test_wheel_holds_the_three_packages_with_their_data_and_nothing_else(files: list[Path], tmp_path: Path) -> None:
    source = tmp_path / "source"
    inside = [path for path in files if path.parts[0] in PACKAGES]
    outside = [path for path in files if path.suffix == ".py" and path.parts[0] in ("samples", "tests")]
    for path in (*inside, *outside, Path("pyproject.toml"), Path("README.md"), Path("LICENSE")):
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, source / path)
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation",
         "--wheel-dir", str(tmp_path), str(source)],
        check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("kravvakt-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {Path(name) for name in archive.namelist() if not name.endswith("/")}
    shipped = {path for path in packed if not path.parts[0].endswith(".dist-info")}
    assert shipped == set(inside)
    (entry_points,) = (path for path in packed if path.name == "entry_points.txt")
    with zipfile.ZipFile(wheel) as archive:
        assert "kravvakt = service.cli:main" in archive.read(str(entry_points)).decode()
