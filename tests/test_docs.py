"""What can be set or called is documented, and what is documented exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
# `./dev` reads this one; the settings do not.
SCRIPT_ONLY = {"PORT"}


def settings_read():
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "config").glob("*.py")))
    return set(re.findall(r'env_\w+\(\s*"([A-Z_]+)"', code))


def settings_documented():
    """The first cells of the README's table rows that hold nothing but one `NAME`."""
    return set(re.findall(r"^\|\s*`([A-Z][A-Z_]+)`\s*\|", README.read_text(encoding="utf-8"), flags=re.MULTILINE))


def commands():
    return sorted(path.stem for path in ROOT.glob("*/management/commands/[a-z]*.py"))


def test_settings_are_found():
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DEBUG"} <= settings_read()


def test_every_setting_is_in_the_table_and_no_other():
    assert settings_documented() - SCRIPT_ONLY == settings_read()


@pytest.mark.parametrize("command", commands())
def test_every_command_is_named_in_the_readme(command):
    assert f"manage.py {command}" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["run", "test", "security"])
def test_the_commands_are_in_the_readme(command):
    assert f"./dev {command}" in README.read_text(encoding="utf-8")
