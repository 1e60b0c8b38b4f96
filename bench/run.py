#!/usr/bin/env python3
"""Judges a generated estate of findings with Gatehouse and with a plain script, in turn, and prints the ratio.

  bench/run.py RIVALS [--n 10000] [--runs 7] [--binary PATH]

RIVALS is a folder that holds gen_findings.py (the estate, with the truth beside it) and perf/script_gate.py (what a team
writes without a gate). A row counts only when the unique findings and the suppressions equal the truth.
"""
import argparse, json, os, shutil, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
QUIET = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
DATES = {**QUIET, "GIT_AUTHOR_DATE": "2026-10-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-10-01T00:00:00Z"}
for role in ("AUTHOR", "COMMITTER"):
    DATES.update({f"GIT_{role}_NAME": "bench", f"GIT_{role}_EMAIL": "bench@example.com"})


def git(repository, *words):
    return subprocess.run(["git", "-C", repository, *words], env=DATES, check=True, capture_output=True, text=True).stdout.strip()


def estate(rivals, n, folder):
    """The estate's reports, and a repository whose base holds its policy, owners and VEX statements."""
    reports, repository = os.path.join(folder, "estate"), os.path.join(folder, "repo")
    subprocess.run([sys.executable, os.path.join(rivals, "gen_findings.py"), "--out", reports, "--n", str(n)], check=True, stderr=subprocess.DEVNULL)
    os.makedirs(os.path.join(repository, ".gatehouse", "vex"))
    git(folder, "init", "-q", "-b", "main", repository)
    shutil.copy(os.path.join(HERE, "policy.yaml"), os.path.join(repository, ".gatehouse", "policy.yaml"))
    shutil.copy(os.path.join(reports, "openvex.json"), os.path.join(repository, ".gatehouse", "vex", "estate.json"))
    shutil.copy(os.path.join(reports, "CODEOWNERS"), os.path.join(repository, "CODEOWNERS"))
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "base")
    git(repository, "commit", "-qm", "head", "--allow-empty")
    return reports, repository


def measure(commands, runs):
    """Each command in turn, run after run; CPU seconds, wall seconds and peak memory (MB) of each run."""
    seen = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, words in commands.items():
            start = time.perf_counter()
            process = subprocess.Popen(words, env=QUIET, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            if os.waitstatus_to_exitcode(status) not in (0, 1):
                raise SystemExit(f"{name} ended with {os.waitstatus_to_exitcode(status)}: no row counts")
            wall = time.perf_counter() - start
            if turn:  # the first is a warm-up
                seen[name].append((usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024))
    return {name: [statistics.median(column) for column in zip(*rows)] for name, rows in seen.items()}


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("rivals")
    ask.add_argument("--n", type=int, default=10_000)
    ask.add_argument("--runs", type=int, default=7)
    ask.add_argument("--binary", default=os.path.join(HERE, "..", ".build-static", "release", "gatehouse"))
    said = ask.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        reports, repository = estate(said.rivals, said.n, folder)
        files = [os.path.join(reports, name) for name in ("codeql.sarif", "semgrep.json", "trivy.json", "grype.json")]
        check = [said.binary, "check", "--repo", repository, "--base", git(repository, "rev-parse", "HEAD~1"), "--head", git(repository, "rev-parse", "HEAD"),
                 "--scanned", git(repository, "rev-parse", "HEAD"), "--now", "2026-11-01T00:00:00Z"]
        script = [sys.executable, os.path.join(said.rivals, "perf", "script_gate.py"), reports]
        answer = json.loads(subprocess.run([*check, "--format", "json", *files], env=QUIET, capture_output=True).stdout)
        truth = json.load(open(os.path.join(reports, "truth.json")))
        unique = len(answer["findings"])
        aside = sum(1 for f in answer["findings"] if (f["suppressedBy"] or {}).get("kind") == "vex")
        hit = truth["vex"]["issues_matched_by_status"]
        right = (truth["unique_issues"], hit.get("not_affected", 0) + hit.get("fixed", 0))
        print(f"unique {unique} of {right[0]}, set aside by VEX {aside} of {right[1]}, verdict {answer['verdict']}")
        if (unique, aside) != right:
            print("not the truth: no row counts")
            return 1
        rows = measure({"gatehouse": [*check, *files], "script": script, "--version": [said.binary, "--version"]}, said.runs)
        print(f"{'':12} {'CPU s':>8} {'wall s':>8} {'peak MB':>8}   medians of {said.runs}, {said.n} findings")
        for name, (cpu, wall, peak) in rows.items():
            print(f"{name:12} {cpu:8.4f} {wall:8.4f} {peak:8.1f}")
        print(f"script / gatehouse by CPU: {rows['script'][0] / rows['gatehouse'][0]:.1f}")
    return 0


sys.exit(main())
