"""The rules of the house: what starts without torch, names, budgets, contracts, and Qt itself."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMELESS = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "tools"}
AT_THE_TOP = {
    *(".ci", ".gitignore", "app", "detector", "docs", "resources", "tests"),
    *("ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md"),
    *("Makefile", "make.ps1", "build.spec", "constraints.txt", "pyproject.toml"),
}
MAX_FUNCTION_LINES = 40
MAX_FILE_LINES = 300


def _sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


# ---------------------------------------------------------------------- what start-up imports
START = """
import sys
from app.application import build_application
application, window = build_application(["rectoscan"])
window.show()
application.processEvents()
{check}
window.close()
application.processEvents()
"""


def test_starting_the_application_imports_neither_torch_nor_what_makes_pdfs() -> None:
    check = (
        "heavy = {'torch', 'onnx', 'onnxscript', 'img2pdf', 'pikepdf'}\n"
        "print(heavy & set(sys.modules) or 'CLEAN')"
    )
    result = _run("-c", START.format(check=check))
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["CLEAN"]


def test_the_command_line_imports_neither_torch_nor_a_window() -> None:
    code = (
        "import sys\nsys.argv = ['rectoscan', '--version']\n"
        "from app.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print({'torch', 'PySide6.QtWidgets'} & set(sys.modules) or 'CLEAN')"
    )
    result = _run("-c", code)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split()[-1] == "CLEAN"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_running_application_holds_no_internet_socket() -> None:
    # What runs beside Python is out of reach of a guard in it, so ask the system.
    check = (
        "while not window.bottom.badge.text().startswith('CPU'): application.processEvents()\n"
        "import os, re\n"
        "def inodes(name):\n"
        "    return {line.split()[9] for line in open(f'/proc/self/net/{name}').readlines()[1:]}\n"
        "held = set()\n"
        "for fd in os.listdir('/proc/self/fd'):\n"
        "    try: target = os.readlink('/proc/self/fd/' + fd)\n"
        "    except OSError: continue\n"
        "    held |= set(re.findall(r'socket:\\[(\\d+)\\]', target))\n"
        "found = [n for n in ('tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6') if inodes(n) & held]\n"
        "print('NONE' if not found else found)"
    )
    result = _run("-c", START.format(check=check))
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["NONE"]


def test_the_engine_has_nobody_to_report_to_and_keeps_nothing_on_the_disk(tmp_path: Path) -> None:
    # ONNX Runtime from 1.29 on holds a collector with curl: a name was looked up 8 s after a start,
    # and an identity of the computer lay in the cache's folder.
    specification = importlib.util.find_spec("onnxruntime")
    assert specification is not None
    assert specification.origin is not None
    libraries = [
        path
        for path in Path(specification.origin).parent.rglob("*")
        if path.suffix in {".so", ".pyd", ".dll", ".dylib"}
    ]
    assert libraries
    assert [each.name for each in libraries if b"events.data.microsoft" in each.read_bytes()] == []
    code = (
        "import numpy as np\nfrom detector.runtime import Detector\n"
        "print(len(Detector.load().detect(np.full((480, 640, 3), 90, np.uint8))))"
    )
    places = ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    result = _run("-c", code, **dict.fromkeys(places, str(tmp_path)))
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["0"]
    assert list(tmp_path.rglob("*")) == []


def test_qt_keeps_the_reference_count_of_none() -> None:
    # PySide6 6.12.0 on Python 3.11 loses one reference a call; the process aborts at zero.
    code = (
        "import sys\nfrom PySide6.QtCore import QCoreApplication\n"
        "application = QCoreApplication([])\nbefore = sys.getrefcount(None)\n"
        "for _ in range(1000): application.processEvents()\n"
        "print(sys.getrefcount(None) - before)"
    )
    result = _run("-c", code)
    assert result.returncode == 0, result.stderr
    assert abs(int(result.stdout)) < 100


# -------------------------------------------------------------------------- names and budgets
def test_modules_are_named_for_things_of_the_domain() -> None:
    nameless = [p for p in _sources("app", "detector") if {p.stem, p.parent.name} & NAMELESS]
    assert nameless == []


def test_nothing_stray_lies_at_the_top() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no checkout")
    listed = subprocess.run(
        [git, "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=True
    )
    assert {line.split("/")[0] for line in listed.stdout.splitlines()} <= AT_THE_TOP


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            says = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            documentation = (first.end_lineno or 0) - first.lineno + 1 if says else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - documentation


def test_functions_keep_within_their_budget() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {name} has {lines} lines"
        for path in _sources("app", "detector", "tests")
        for name, lines in _functions(path)
        if lines > MAX_FUNCTION_LINES
    ]
    assert long == []


def test_files_keep_within_their_budget() -> None:
    paths = _sources("app", "detector", "tests")
    counted = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    long = [f"{p.relative_to(ROOT)}: {n}" for p, n in counted.items() if n > MAX_FILE_LINES]
    assert long == []


# ---------------------------------------------------------------------- the import contracts
BREACHES = {
    "direction": ("app/errors.py", "import app.settings"),
    "training": ("detector/runtime.py", "import detector.training"),
    "no-qt": ("detector/quad.py", "import PySide6.QtCore"),
    "no-torch": ("app/settings.py", "import torch"),
    "session": ("app/session/review.py", "import app.session.sources"),
    "no-circles": ("app/widgets/composition.py", "import app.widgets.main_window"),
}


def test_the_direction_names_every_module_of_the_application() -> None:
    with (ROOT / "pyproject.toml").open("rb") as settings:
        contracts = tomllib.load(settings)["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["id"] == "direction")
    named = set(re.findall(r"app\.(\w+)", " ".join(layers)))
    there = {path.stem for path in (ROOT / "app").glob("*.py")} - {"__init__"}
    there |= {path.parent.name for path in (ROOT / "app").glob("*/__init__.py")}
    assert there <= named


def _lint_imports(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--contract", contract],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("contract", sorted(BREACHES))
def test_each_import_contract_holds_and_can_fail(contract: str, tmp_path: Path) -> None:
    for package in ("app", "detector"):
        leave_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=leave_out)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    kept = _lint_imports(tmp_path, contract)
    assert kept.returncode == 0, kept.stdout + kept.stderr

    name, line = BREACHES[contract]
    with (tmp_path / name).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    broken = _lint_imports(tmp_path, contract)
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert "BROKEN" in broken.stdout
