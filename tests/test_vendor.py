"""Files of others lie in static/vendor/, unchanged, and MANIFEST.toml says of each what it is."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
MANIFEST = VENDOR / "MANIFEST.toml"


def entries():
    return tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["file"] if MANIFEST.exists() else []


def test_the_manifest_lists_every_file_once():
    there = sorted(p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file() and p != MANIFEST)
    assert there
    assert sorted(entry["name"] for entry in entries()) == there


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["name"])
def test_a_file_is_what_the_manifest_says(entry):
    assert sorted(entry) == ["licence", "name", "sha256", "source", "version"]
    assert hashlib.sha256((VENDOR / entry["name"]).read_bytes()).hexdigest() == entry["sha256"]
    assert re.fullmatch(r"\d+(\.\d+)+", entry["version"])
    assert entry["version"] in entry["source"]
    assert entry["source"].startswith("https://")
    assert entry["licence"]
