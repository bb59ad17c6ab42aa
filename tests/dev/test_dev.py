"""The parts of `./dev` that can go wrong without anybody noticing."""

import ast
import importlib.util
import socket
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "dev"


@pytest.fixture
def dev():
    loader = SourceFileLoader("dev_script", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("dev_script", loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def in_folder(dev, tmp_path, monkeypatch):
    """The script as if the project lay in an empty folder."""
    for name, place in (("ROOT", ""), ("VENV", ".venv"), ("VAR", "var"), ("PYTHON", ".venv/bin/python")):
        monkeypatch.setattr(dev, name, tmp_path / place)
    (tmp_path / ".venv").mkdir()
    (tmp_path / "var").mkdir()
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def programs(folder, *names):
    folder.mkdir()
    for name in names:
        (folder / name).touch(mode=0o755)
    return str(folder)


def test_python_3_6_can_read_the_script():
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_the_script_needs_the_standard_library_only():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    from_ = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in plain | from_} <= set(sys.stdlib_module_names)


def test_postgres_needs_both_programs(dev, tmp_path):
    client = programs(tmp_path / "client", "pg_config", "initdb")
    server = programs(tmp_path / "server", "initdb", "postgres")
    assert dev.find_postgres([client, server]) == server
    assert dev.find_postgres([client]) is None


def test_postgres_ignores_a_program_that_cannot_run(dev, tmp_path):
    folder = programs(tmp_path / "broken", "initdb", "postgres")
    (Path(folder) / "postgres").chmod(0o644)
    assert dev.find_postgres([folder]) is None


def test_a_taken_port_is_noticed(dev):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not dev.port_is_free(taken.getsockname()[1])
    assert dev.port_is_free(dev.free_port())


def installs(dev, monkeypatch, *wanted):
    """What ensure_environment would install now."""
    done = []
    monkeypatch.setattr(dev, "step", lambda title, command, **options: done.append(command[-1]))
    monkeypatch.setattr(dev, "new_enough", lambda python: True)
    monkeypatch.setattr(dev.shutil, "which", lambda name: None)
    dev.PYTHON.parent.mkdir(exist_ok=True)
    dev.PYTHON.touch()
    dev.ensure_environment(*wanted)
    return done


def test_requirements_are_installed_once_and_again_when_they_change(dev, in_folder, monkeypatch):
    (in_folder / "requirements.txt").write_text("a==1\n")
    (in_folder / "requirements-dev.txt").write_text("-r requirements.txt\nb==1\n")
    assert installs(dev, monkeypatch, "requirements.txt") == ["requirements.txt"]
    assert installs(dev, monkeypatch, "requirements.txt") == []
    assert installs(dev, monkeypatch, "requirements-dev.txt") == ["requirements-dev.txt"]
    (in_folder / "requirements.txt").write_text("a==2\n")
    assert installs(dev, monkeypatch, "requirements-dev.txt") == ["requirements-dev.txt"]
    assert installs(dev, monkeypatch, "requirements-dev.txt") == []


def prepared(dev, monkeypatch):
    done = []
    monkeypatch.setattr(dev, "step", lambda title, command, **options: done.append(command[2]))
    dev.prepare_database({})
    return done


def test_the_demonstration_is_loaded_once_for_each_database(dev, in_folder, monkeypatch):
    (in_folder / "requirements.txt").write_text("a==1\n")
    database = in_folder / "var" / "rejoinder.sqlite3"
    database.touch()
    assert prepared(dev, monkeypatch) == ["migrate", "load_article", "demo"]
    assert prepared(dev, monkeypatch) == []
    (in_folder / "debate" / "migrations").mkdir(parents=True)
    (in_folder / "debate" / "migrations" / "0002_more.py").touch()
    assert prepared(dev, monkeypatch) == ["migrate"]
    spare = in_folder / "spare"
    spare.touch()  # so that the new file cannot be given the old one's number
    database.unlink()
    spare.rename(database)
    assert prepared(dev, monkeypatch) == ["migrate", "load_article", "demo"]
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/debates")
    assert prepared(dev, monkeypatch) == ["migrate", "load_article", "demo"]


def test_the_secret_key_survives_a_restart_and_is_nobody_elses(dev, in_folder, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    key = dev.development_env()["SECRET_KEY"]
    assert len(key) >= 50
    assert dev.development_env()["SECRET_KEY"] == key
    assert (in_folder / "var" / "secret-key").stat().st_mode & 0o077 == 0


def test_the_shells_settings_do_not_reach_the_tests(dev, monkeypatch):
    monkeypatch.setenv("DEBUG", "on")
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/debates")
    env = dev.clean_env(SECRET_KEY="given")
    assert {"DEBUG", "DATABASE_URL"}.isdisjoint(env)
    assert env["SECRET_KEY"] == "given"


def test_totals_are_read_from_the_report(dev, tmp_path):
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>')
    assert dev.totals(report) == {"passed": 5, "failed": 2, "skipped": 2}
    assert dev.totals(tmp_path / "none.xml") == {}


@pytest.mark.parametrize(("manager", "beginning"), [("dnf", "dnf install"), ("brew", "brew install")])
def test_the_way_to_python_is_one_line(dev, monkeypatch, manager, beginning):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    line = dev.install_line(manager, "python")
    assert line.removeprefix("sudo ").startswith(beginning)
    assert "\n" not in line


@pytest.mark.parametrize(("demanded", "rows"), [("1", 1), ("0", 0)])
def test_a_missing_database_is_an_error_only_where_demanded(dev, monkeypatch, capsys, demanded, rows):
    monkeypatch.setenv("REQUIRE_POSTGRES", demanded)
    assert len(dev.missing("PostgreSQL is not installed: tests ran on SQLite only.", "REQUIRE_POSTGRES")) == rows
    assert capsys.readouterr().out.count("\n") == 2  # one empty line, one sentence
