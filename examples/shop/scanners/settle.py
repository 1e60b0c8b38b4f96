#!/usr/bin/env python3
"""Makes reports of two runs comparable: settle.py DIR TIME.

Sets the clocks, drops the profiling, orders checkov's lists (they come as its processes end), indents.
"""

import json
import pathlib
import sys


def order(parts):
    parts.sort(key=lambda part: part["check_type"])
    for part in parts:
        failed = part["results"]["failed_checks"]
        failed.sort(key=lambda check: (check["check_id"], check["resource"]))
        for check in failed:
            check["check_result"].get("evaluated_keys", []).sort()


def settle(folder, time):
    for path in sorted(pathlib.Path(folder).glob("*")):
        if path.suffix not in (".json", ".sarif"):
            continue
        report = json.loads(path.read_text())
        if isinstance(report, dict):
            for clock in ("generated_at", "CreatedAt"):
                if clock in report:
                    report[clock] = time
            if "profiling_results" in report:
                report.pop("time", None)
        elif all("check_type" in part for part in report):
            order(report)
        path.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    settle(*sys.argv[1:])
