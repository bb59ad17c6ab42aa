"""What others made lies in the project exactly as they published it."""

import hashlib
import tomllib
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"


def test_every_vendored_file_is_listed_and_unchanged():
    listed = tomllib.loads((FONTS / "MANIFEST.toml").read_text(encoding="utf-8"))["file"]
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.woff2")}
    assert {entry["path"]: entry["sha256"] for entry in listed} == found
    assert all(entry[key] for entry in listed for key in ("name", "version", "licence", "source"))
    assert {path.name for path in FONTS.glob("LICENSE-*.txt")} == {"LICENSE-source-sans-3.txt", "LICENSE-source-serif-4.txt"}
