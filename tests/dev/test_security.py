"""What the scanners' reports are taken to say: a scan that saw nothing must never look like one that found nothing."""

import json

import pytest

from security.site import Site
from security.tools import Result, audited, read_sqlmap, read_wapiti

PACKAGE = {"name": "django", "version": "5.2", "vulns": []}


def test_a_mirror_without_advisories_is_not_taken_for_a_clean_bill():
    report = json.dumps({"dependencies": [{"name": "django", "skip_reason": "Dependency not found on PyPI"}]})
    for words in ("", report):
        result = audited(Result("pip-audit"), words)
        assert "could not be reached" in result.note and result.findings == []
    assert audited(Result("pip-audit"), json.dumps({"dependencies": [PACKAGE]})).note == ""


def test_an_advisory_is_a_finding():
    hit = {**PACKAGE, "vulns": [{"id": "PYSEC-1"}]}
    assert audited(Result("pip-audit"), json.dumps({"dependencies": [hit]})).findings == ["django 5.2: PYSEC-1"]


@pytest.mark.parametrize(("words", "found"), [
    ("GET parameter 'q' does not seem to be injectable", 0),
    ("[CRITICAL] all tested parameters do not appear to be injectable.", 0),
    ("sqlmap identified the following injection point(s)\nParameter: q (GET)\n", 1),
    ("[CRITICAL] unable to connect to the target URL", 1),
    ("", 1),
])  # fmt: skip
def test_sqlmap_needs_a_verdict(words, found):
    assert len(read_sqlmap("/log/?page=1", words)) == found


def test_what_wapiti_found_did_not_finish_or_did_not_reach_is_told():
    row = {"method": "GET", "path": "/", "info": "x"}
    told = {"vulnerabilities": {"XSS": [row], "Secure Flag cookie": [row]}, "anomalies": {}, "infos": {}}
    words = "Max attack time was reached for module sql, stopping."
    result = read_wapiti(Result("wapiti", requests=5), json.dumps(told), words)
    assert result.findings == ["XSS: GET / x"] and "cut short: sql" in result.note
    assert "not one request reached the site" in read_wapiti(Result("wapiti", requests=0), json.dumps(told)).findings


def test_a_status_is_read_where_a_line_begins_and_nowhere_else(tmp_path):
    """An address that was sent may hold blanks and numbers."""
    lines = ["404 GET /articles/x' AND 885 AND 'a'='a/ agent=sqlmap", "500 GET /log/ agent=wapiti", "200 GET / agent=-"]
    (tmp_path / "access.log").write_text("\n".join(lines))
    site = Site("http://127.0.0.1:1", tmp_path, "", "1", "x", "1", "1")
    assert dict(site.failures()) == {"500 GET /log/": 1}
    assert (site.requests("sqlmap"), len(site.seen())) == (1, 3)
