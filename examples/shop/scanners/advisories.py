#!/usr/bin/env python3
"""Writes the dependency and secret reports of the example: advisories.py TREE OUT TIME [--older]

These scanners need a database from the network, so their reports are written by hand: this table, put into each
tool's own format for the versions TREE pins. It holds the advisories the example needs, not every one there is.
--older stands for a database that does not yet know the advisories marked `late`.
"""

import json
import pathlib
import sys

# cve, ghsa, ecosystem, package, introduced, fixed, severity, score, vector, cwes, published, title
ADVISORIES = [
    ("CVE-2020-8203", "GHSA-p6mc-m468-83gw", "npm", "lodash", "3.7.0", "4.17.19", "HIGH", 7.4,
     "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:H/A:H", ["CWE-770", "CWE-1321"], "2020-07-15",
     "Prototype pollution in lodash"),
    ("CVE-2020-28500", "GHSA-29mw-wpgm-hmr9", "npm", "lodash", "4.0.0", "4.17.21", "MEDIUM", 5.3,
     "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L", ["CWE-400", "CWE-1333"], "2021-02-15",
     "Regular expression denial of service in lodash"),
    ("CVE-2021-23337", "GHSA-35jh-r3h4-6jhm", "npm", "lodash", "0", "4.17.21", "HIGH", 7.2,
     "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H", ["CWE-77", "CWE-94"], "2021-02-15",
     "Command injection in lodash"),
    ("CVE-2026-4800", "GHSA-r5fr-rjxr-66jc", "npm", "lodash", "4.0.0", "4.18.0", "HIGH", 8.1,
     "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H", ["CWE-94"], "2026-03-31",
     "Code injection through names of imports in lodash template"),
    ("CVE-2021-44906", "GHSA-xvch-5gv4-984h", "npm", "minimist", "1.0.0", "1.2.6", "CRITICAL", 9.8,
     "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", ["CWE-1321"], "2022-03-17",
     "Prototype pollution in minimist"),
    ("CVE-2020-14343", "GHSA-8q59-q68h-6hv4", "PyPI", "PyYAML", "0", "5.4", "CRITICAL", 9.8,
     "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", ["CWE-20"], "2021-02-09",
     "Improper input validation in PyYAML"),
    ("CVE-2024-47081", "GHSA-9hjg-9r4m-mvj7", "PyPI", "requests", "0", "2.32.4", "MEDIUM", 5.3,
     "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:N/A:N", ["CWE-522"], "2025-06-09",
     "Credentials of .netrc leak to another host in requests"),
    ("CVE-2026-44432", "GHSA-mf9v-mfxr-j63j", "PyPI", "urllib3", "2.6.0", "2.7.0", "HIGH", 7.5,
     "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", ["CWE-409"], "2026-05-12",
     "Limits on decompression do not hold in parts of the streaming API of urllib3"),
]
LATE = {"CVE-2026-44432"}
LOCK, PINS, SETTINGS = "services/web/package-lock.json", "services/pay/requirements.txt", "services/pay/settings.py"
TYPES = {"npm": ("npm", "npm"), "PyPI": ("pip", "pypi")}
CODE = {"LOW": 1, "MEDIUM": 2, "HIGH": 3, "CRITICAL": 4}
# OSV knows this one twice; a group says that the two records are one problem.
PYSEC = {"GHSA-8q59-q68h-6hv4": "PYSEC-2021-142"}


def number(version):
    return tuple(int(part) for part in version.split("."))


def pinned(tree):
    lock = json.loads((tree / LOCK).read_text())["packages"]
    npm = {path.split("node_modules/")[-1]: entry["version"] for path, entry in lock.items() if path}
    lines = [line.strip() for line in (tree / PINS).read_text().splitlines()]
    pypi = dict(line.split("==") for line in lines if "==" in line)
    return {("npm", name): version for name, version in npm.items()} | {
        ("PyPI", name): version for name, version in pypi.items()}


def matches(tree, older):
    names = ("cve", "ghsa", "ecosystem", "name", "introduced", "fixed", "severity", "score", "vector", "cwes",
             "published", "title")
    pins = pinned(tree)
    for row in ADVISORIES:
        entry = dict(zip(names, row))
        version = pins.get((entry["ecosystem"], entry["name"]))
        known = not (older and entry["cve"] in LATE)
        if version and known and number(entry["introduced"]) <= number(version) < number(entry["fixed"]):
            purl = f"pkg:{TYPES[entry['ecosystem']][1]}/{entry['name'].lower()}@{version}"
            yield entry | {"version": version, "purl": purl, "path": LOCK if entry["ecosystem"] == "npm" else PINS}


def links(entry):
    return [f"https://github.com/advisories/{entry['ghsa']}", f"https://nvd.nist.gov/vuln/detail/{entry['cve']}"]


def trivy(found, time):
    def vulnerability(entry):
        kind = TYPES[entry["ecosystem"]][0]
        return {
            "VulnerabilityID": entry["cve"], "PkgID": f"{entry['name']}@{entry['version']}", "PkgName": entry["name"],
            "PkgIdentifier": {"PURL": entry["purl"]},
            "InstalledVersion": entry["version"], "FixedVersion": entry["fixed"], "Status": "fixed", "Layer": {},
            "SeveritySource": "ghsa", "PrimaryURL": f"https://avd.aquasec.com/nvd/{entry['cve'].lower()}",
            "DataSource": {"ID": "ghsa", "Name": f"GitHub Security Advisory {kind}",
                           "URL": f"https://github.com/advisories?query=type%3Areviewed+ecosystem%3A{kind}"},
            "Title": entry["title"], "Description": entry["title"] + f" before {entry['fixed']}.",
            "Severity": entry["severity"], "CweIDs": entry["cwes"],
            "VendorSeverity": {"ghsa": CODE[entry["severity"]], "nvd": CODE[entry["severity"]]},
            "CVSS": {"nvd": {"V3Vector": entry["vector"], "V3Score": entry["score"]}},
            "References": links(entry), "PublishedDate": entry["published"] + "T00:00:00Z",
        }

    def result(path, kind):
        listed = [vulnerability(entry) for entry in found if entry["path"] == path]
        return {"Target": path, "Class": "lang-pkgs", "Type": kind} | ({"Vulnerabilities": listed} if listed else {})

    return {"SchemaVersion": 2, "CreatedAt": time, "ArtifactName": ".", "ArtifactType": "filesystem",
            "Metadata": {}, "Results": [result(PINS, "pip"), result(LOCK, "npm")]}


def grype(found, time):
    def match(entry):
        language = {"npm": "javascript", "PyPI": "python"}[entry["ecosystem"]]
        severity = entry["severity"].capitalize()
        cvss = [{"source": "nvd@nist.gov", "type": "Primary", "version": "3.1", "vector": entry["vector"],
                 "metrics": {"baseScore": entry["score"]}, "vendorMetadata": {}}]
        return {
            "vulnerability": {
                "id": entry["ghsa"], "dataSource": links(entry)[0], "namespace": f"github:language:{language}",
                "severity": severity, "urls": [links(entry)[0]], "description": entry["title"],
                "cvss": [{"type": "Secondary"} | {key: value for key, value in cvss[0].items()
                                                  if key not in ("source", "type")}],
                "fix": {"versions": [entry["fixed"]], "state": "fixed"}, "advisories": []},
            "relatedVulnerabilities": [{
                "id": entry["cve"], "dataSource": links(entry)[1], "namespace": "nvd:cpe", "severity": severity,
                "urls": [links(entry)[1]], "description": entry["title"], "cvss": cvss}],
            "matchDetails": [{
                "type": "exact-direct-match", "matcher": f"{language}-matcher",
                "searchedBy": {"language": language, "namespace": f"github:language:{language}",
                               "package": {"name": entry["name"], "version": entry["version"]}},
                "found": {"versionConstraint": f">={entry['introduced']},<{entry['fixed']} (unknown)",
                          "vulnerabilityID": entry["ghsa"]}}],
            "artifact": {
                "name": entry["name"], "version": entry["version"],
                "type": {"npm": "npm", "PyPI": "python"}[entry["ecosystem"]],
                "locations": [{"path": "/" + entry["path"]}], "language": language, "licenses": [], "cpes": [],
                "purl": entry["purl"], "upstreams": []},
        }

    return {"matches": [match(entry) for entry in found], "source": {"type": "directory", "target": "."},
            "distro": {"name": "", "version": "", "idLike": None},
            "descriptor": {"name": "grype", "version": "0.87.0", "timestamp": time}}


def osv(found, time):
    def record(entry, identity, aliases):
        severe = "MODERATE" if entry["severity"] == "MEDIUM" else entry["severity"]
        return {
            "modified": entry["published"] + "T00:00:00Z", "published": entry["published"] + "T00:00:00Z",
            "schema_version": "1.7.3", "id": identity, "aliases": aliases, "summary": entry["title"],
            "severity": [{"type": "CVSS_V3", "score": entry["vector"]}],
            "affected": [{
                "package": {"ecosystem": entry["ecosystem"], "name": entry["name"].lower(),
                            "purl": entry["purl"].split("@")[0]},
                "ranges": [{"type": "SEMVER" if entry["ecosystem"] == "npm" else "ECOSYSTEM",
                            "events": [{"introduced": entry["introduced"]}, {"fixed": entry["fixed"]}]}]}],
            "references": [{"type": "ADVISORY", "url": links(entry)[1]}],
            "database_specific": {"cwe_ids": entry["cwes"], "github_reviewed": True, "severity": severe},
        }

    def records(entry):
        second = PYSEC.get(entry["ghsa"])
        yield record(entry, entry["ghsa"], [entry["cve"]] + ([second] if second else []))
        if second:
            yield {key: value for key, value in record(entry, second, [entry["cve"], entry["ghsa"]]).items()
                   if key != "database_specific"}

    def package(entries):
        first = entries[0]
        ids = [[entry["ghsa"]] + [PYSEC[key] for key in (entry["ghsa"],) if key in PYSEC] for entry in entries]
        return {
            "package": {"name": first["name"].lower(), "version": first["version"], "ecosystem": first["ecosystem"]},
            "vulnerabilities": [one for entry in entries for one in records(entry)],
            "groups": [{"ids": group, "aliases": sorted([entry["cve"]] + group), "max_severity": str(entry["score"])}
                       for group, entry in zip(ids, entries)],
        }

    def result(path):
        names = list(dict.fromkeys(entry["name"] for entry in found if entry["path"] == path))
        return {"source": {"path": path, "type": "lockfile"},
                "packages": [package([entry for entry in found if entry["name"] == name]) for name in names]}

    return {"results": [result(path) for path in (PINS, LOCK)],
            "experimental_config": {"licenses": {"summary": False, "allowlist": None}}}


def npm(found, time):
    word = {"LOW": "low", "MEDIUM": "moderate", "HIGH": "high", "CRITICAL": "critical"}

    def range_of(entry):
        floor = "" if entry["introduced"] == "0" else f">={entry['introduced']} "
        return floor + "<" + entry["fixed"]

    def package(entries):
        via = [{"source": 1100000 + number, "name": entry["name"], "dependency": entry["name"],
                "title": entry["title"], "url": links(entry)[0], "severity": word[entry["severity"]],
                "cwe": entry["cwes"], "cvss": {"score": entry["score"], "vectorString": entry["vector"]},
                "range": range_of(entry)}
               for number, entry in enumerate(entries, start=sum(map(ord, entries[0]["name"])))]
        worst = max(entries, key=lambda entry: CODE[entry["severity"]])
        last = max(entries, key=lambda entry: number(entry["fixed"]))
        return {"name": worst["name"], "severity": word[worst["severity"]], "isDirect": True, "via": via,
                "effects": [], "range": "<" + last["fixed"], "nodes": [f"node_modules/{worst['name']}"],
                "fixAvailable": {"name": worst["name"], "version": last["fixed"], "isSemVerMajor": False}}

    mine = [entry for entry in found if entry["ecosystem"] == "npm"]
    names = sorted({entry["name"] for entry in mine})
    packages = {name: package([entry for entry in mine if entry["name"] == name]) for name in names}
    counts = {level: sum(one["severity"] == level for one in packages.values())
              for level in ("info", "low", "moderate", "high", "critical")}
    return {"auditReportVersion": 2, "vulnerabilities": packages,
            "metadata": {"vulnerabilities": counts | {"total": len(packages)}}}


def gitleaks(tree):
    def leak(row, line):
        # Columns as gitleaks counts them: the line end before the line is one.
        return {
            "RuleID": "generic-api-key",
            "Description": "Detected a Generic API Key, potentially exposing access to various services and "
                           "sensitive operations.",
            "StartLine": row, "EndLine": row, "StartColumn": 2, "EndColumn": len(line) + 1,
            "Match": 'PROCESSOR_TOKEN = "REDACTED"', "Secret": "REDACTED", "File": SETTINGS, "SymlinkFile": "",
            "Commit": "",
            "Entropy": 4.862576, "Author": "", "Email": "", "Date": "", "Message": "", "Tags": [],
            "Fingerprint": f"{SETTINGS}:generic-api-key:{row}"}

    lines = (tree / SETTINGS).read_text().splitlines()
    return [leak(row, line) for row, line in enumerate(lines, start=1) if line.startswith("PROCESSOR_TOKEN")]


def main(tree, out, time, *flags):
    tree, out = pathlib.Path(tree), pathlib.Path(out)
    found = list(matches(tree, older="--older" in flags))
    reports = {"trivy": trivy(found, time), "grype": grype(found, time), "osv-scanner": osv(found, time),
               "npm-audit": npm(found, time), "gitleaks": gitleaks(tree)}
    for name, report in reports.items():
        (out / f"{name}.json").write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
