"""The parts of `./dev` that can go wrong without anybody noticing."""

import ast
import importlib.util
import socket
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import SimpleNamespace

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
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "elsewhere.settings")
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/debates")
    env = dev.clean_env(SECRET_KEY="given")
    assert {"DEBUG", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}.isdisjoint(env)
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


def refusal(dev, monkeypatch, capsys, *programs, **answers):
    """What is printed when the environment cannot be made: `programs` are on the path, `answers` say what fails."""
    monkeypatch.setattr(dev.shutil, "which", lambda name: "/usr/bin/" + name if name in programs else None)
    for name, value in answers.items():
        monkeypatch.setattr(dev, name, lambda *args, value=value: value)
    monkeypatch.setattr(dev, "step", lambda *args, **options: pytest.fail("nothing may be made"))
    with pytest.raises(SystemExit) as ended:
        dev.make_environment(None)
    assert ended.value.code == 1
    return capsys.readouterr().out


def test_a_python_without_venv_prints_the_line_that_installs_it(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev.subprocess, "run", lambda *args, **options: SimpleNamespace(stdout="", returncode=0))
    said = refusal(dev, monkeypatch, capsys, "apt-get", find_python="/usr/bin/python3", asks=False)
    name = f"python3.{sys.version_info.minor}-venv"
    assert said.splitlines()[-1].strip() == f"sudo apt-get update && sudo apt-get install -y {name}"


def test_an_old_python_prints_the_line_that_installs_a_newer_one(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
    names = "python3.9-venv\npython3.11-venv\npython3.12\npython3-venv\n"
    monkeypatch.setattr(dev.subprocess, "run", lambda *args, **options: SimpleNamespace(stdout=names, returncode=0))
    said = refusal(dev, monkeypatch, capsys, "apt-get", find_python=None)
    assert said.startswith("Rejoinder needs Python 3.11 or newer; this is ")
    assert said.splitlines()[-1].strip() == "apt-get update && apt-get install -y python3.11 python3.11-venv"


def test_without_a_known_package_manager_the_way_is_still_named(dev, monkeypatch, capsys):
    assert "python.org/downloads" in refusal(dev, monkeypatch, capsys, find_python=None)


def test_run_on_a_taken_port_names_a_free_one_and_touches_nothing(dev, in_folder, monkeypatch, capsys):
    monkeypatch.setattr(dev, "ensure_environment", lambda *names: None)
    monkeypatch.setattr(dev, "prepare_database", lambda env: pytest.fail("the other one's data"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit):
            dev.run(SimpleNamespace(port=port))
    said = capsys.readouterr().out.strip()
    assert said.startswith(f"Port {port} is taken. Choose another one: ./dev run --port ")
    assert said.split()[-1].isdecimal() and int(said.split()[-1]) != port


def test_a_slow_first_run_does_not_eat_the_patience_with_the_server(dev, monkeypatch):
    tries = iter([False, False, True])
    clock = iter(range(1000, 2000))
    monkeypatch.setattr(dev.time, "monotonic", lambda: next(clock))  # a thousand seconds of installing lie behind us
    monkeypatch.setattr(dev.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(dev, "answers", lambda port: next(tries))
    dev.wait_for(SimpleNamespace(poll=lambda: None), 8000)


@pytest.mark.parametrize("code", [3, None])
def test_a_server_that_ends_or_never_answers_is_given_up(dev, monkeypatch, capsys, code):
    clock = iter(range(0, 2000, 20))
    monkeypatch.setattr(dev.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(dev.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(dev, "answers", lambda port: False)
    with pytest.raises(SystemExit):
        dev.wait_for(SimpleNamespace(poll=lambda: code), 8000)
    assert "did not start" in capsys.readouterr().out


def test_ci_sees_what_a_developer_sees(dev):
    """Lint, types, migrations and the deploy check are steps of the one command, the last under production settings."""
    steps = {title: env for title, _, env in dev.checks()}
    assert list(steps) == ["ruff check", "ruff format", "djlint", "mypy", "migrations", "deploy check"]
    assert "DEBUG" not in steps["deploy check"] and "DJANGO_SETTINGS_MODULE" not in steps["deploy check"]
    script = (SCRIPT.parent / ".ci" / "run").read_text(encoding="utf-8")
    assert "REQUIRE_POSTGRES=1" in script and "REQUIRE_BROWSER=1" in script and "./dev test" in script
