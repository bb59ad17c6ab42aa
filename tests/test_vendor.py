"""What others made lies in the project exactly as they published it."""

import hashlib
import tomllib
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parent.parent / "static"
TEXTS = {
    "fonts": {"LICENSE-source-sans-3.txt", "LICENSE-source-serif-4.txt"},
    "vendor": set(),
}


@pytest.mark.parametrize("folder", sorted(TEXTS))
def test_every_vendored_file_is_listed_and_unchanged(folder):
    listed = tomllib.loads((STATIC / folder / "MANIFEST.toml").read_text(encoding="utf-8"))["file"]
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (STATIC / folder).iterdir()
        if path.name not in TEXTS[folder] | {"MANIFEST.toml"}
    }
    assert {entry["path"]: entry["sha256"] for entry in listed} == found
    assert all(entry[key] for entry in listed for key in ("name", "version", "licence", "source"))
    assert all((STATIC / folder / text).stat().st_size for text in TEXTS[folder])
