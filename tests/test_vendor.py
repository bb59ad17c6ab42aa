"""What others made lies in the project exactly as they published it, and MANIFEST.toml says what it is."""

import hashlib
import tomllib
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parent.parent / "static"
SAID = ["licence", "name", "path", "sha256", "source", "version"]


def others(folder):
    """The published files of a folder: all but the list itself and the texts of the licences."""
    files = sorted(path for path in (STATIC / folder).rglob("*") if path.is_file())
    return [path for path in files if path.name != "MANIFEST.toml" and not path.name.startswith("LICENSE-")]


def listed(folder):
    return tomllib.loads((STATIC / folder / "MANIFEST.toml").read_text(encoding="utf-8"))["file"]


@pytest.mark.parametrize("folder", ["fonts", "vendor"])
def test_every_vendored_file_is_listed_and_unchanged(folder):
    found = [
        (path.relative_to(STATIC / folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in others(folder)
    ]
    assert found
    assert sorted((entry["path"], entry["sha256"]) for entry in listed(folder)) == found


@pytest.mark.parametrize("folder", ["fonts", "vendor"])
def test_every_entry_says_all_there_is_to_say(folder):
    for entry in listed(folder):
        assert sorted(entry) == SAID, entry["path"]
        assert all(entry.values()), entry["path"]
        assert entry["version"] in entry["source"], entry["path"]


@pytest.mark.parametrize("folder", ["fonts", "vendor"])
def test_the_licence_of_everything_lies_beside_it(folder):
    assert list((STATIC / folder).glob("LICENSE-*.txt"))
