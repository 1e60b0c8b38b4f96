#!/usr/bin/env python3
"""Judges generated estates of findings with Gatehouse and its rivals, in turn, and prints the tables of README.md.

  bench/run.py RIVALS [--n 10000,100000] [--runs 7] [--python PATH] [--binary PATH] [--sarif PATH]

RIVALS is a folder that holds gen_findings.py (the estate, with the truth beside it), perf/script_gate.py (what a team writes
without a gate) and perf/peers.py (OPA over the same findings). --python has the rivals' packages; a row whose package it lacks
is left out, and the run says so. A row counts only when unique findings and VEX suppressions equal the truth.
"""
import argparse, json, os, re, statistics, subprocess, sys, tempfile

from estate import HERE, Estate, environment
from measure import Program, machine, measure

BUILT = os.path.join(HERE, "..", ".build-static", "release")
MOST_FOR_RIVALS = 100_000  # beyond, they take minutes and many gigabytes


def truth(estate):
    said = json.load(open(os.path.join(estate.reports, "truth.json")))
    hit = said["vex"]["issues_matched_by_status"]
    return said["unique_issues"], hit.get("not_affected", 0) + hit.get("fixed", 0)


def gatehouse_answer(text):
    found = [re.search(pattern, text) for pattern in (r"→\s+([\d,]+)\s+findings?", r"([\d,]+)\s+by\s+VEX")]
    return tuple(int(match[1].replace(",", "")) if match else None for match in found)


def script_answer(text):
    said = json.loads(text)
    return said["unique"], said["suppressed_by_vex"]


def rivals(said, estate):
    """The rows beside Gatehouse's; OPA gets findings that the script has brought to one shape, and judges only."""
    perf = os.path.join(said.rivals, "perf")
    script = [said.python, os.path.join(perf, "script_gate.py"), estate.reports]
    programs = [Program("script", script, answer=script_answer)]
    if subprocess.run([said.python, "-c", "import opa_bindings"], capture_output=True).returncode == 0:
        normal = os.path.join(estate.reports, "normal.json")
        subprocess.run([*script, "--dump", normal], check=True, stdout=subprocess.DEVNULL)
        programs.append(Program("OPA, findings normalized before", [said.python, os.path.join(perf, "peers.py"), "opa", normal]))
    else:
        print(f"no row for OPA: {said.python} has no opa_bindings", file=sys.stderr)
    summary = os.path.join(os.path.dirname(said.python), "sarif")
    if os.path.exists(summary):
        programs.append(Program("sarif summary, the SARIF alone", [summary, "summary", estate.files[0]]))
    else:
        print(f"no row for sarif summary: there is no {summary}", file=sys.stderr)
    return programs


def judge(said, estate, home):
    """Prints the table of one estate; returns Gatehouse's CPU and wall seconds."""
    ours = Program("gatehouse check", estate.check(said.binary), codes=(0, 1), answer=gatehouse_answer)
    programs = [ours] + (rivals(said, estate) if estate.n <= MOST_FOR_RIVALS else [])
    wanted = truth(estate)
    measure(programs, said.runs, environment(home), wanted)
    print(f"\n{estate.n:,} findings in four reports, {estate.megabytes:,.0f} MB; {wanted[0]:,} are unique and VEX sets {wanted[1]:,} aside, "
          f"which was found in every run; medians of {said.runs}\n")
    print("| | CPU s | wall s | peak MB | CPU, times Gatehouse's |\n|---|---|---|---|---|")
    for program in programs:
        cpu, wall, peak = program.medians()
        print(f"| {program.name} | {cpu:.3f} | {wall:.3f} | {peak:,.0f} | {cpu / ours.medians()[0]:.1f} |")
    return ours.medians()[:2]


def parse(said, estate, home):
    """Prints how fast the estate's SARIF is read, by us and by Foundation."""
    file = estate.files[0]
    readers = {"check": "gatehouse, every byte checked", "take": "gatehouse, the fields of `Log` taken as strings",
               "decoder": "Foundation's JSONDecoder into `Log`"}
    speeds, sums = {name: [] for name in readers}, {}
    for _ in range(said.runs):
        for name in readers:
            program = Program(name, [said.sarif, name, file, "1" if name == "decoder" else "5"])
            speed, sums[name] = program.run(environment(home), None, counts=False).split()
            speeds[name].append(float(speed))
    if sums["take"] != sums["decoder"]:
        raise SystemExit(f"the two readers took different things, {sums}: no row counts")
    medians = {name: statistics.median(column) for name, column in speeds.items()}
    print(f"\nSARIF of {os.path.getsize(file) / 1e6:,.0f} MB, from memory; medians of {said.runs}\n\n| | MB a CPU second | times JSONDecoder's |\n|---|---|---|")
    for name, title in readers.items():
        print(f"| {title} | {medians[name]:,.0f} | {medians[name] / medians['decoder']:.1f} |")


def start(said, home):
    version = Program("--version", [said.binary, "--version"])
    measure([version], said.runs, environment(home))
    print(f"\n`gatehouse --version`: {version.medians()[0] * 1000:.1f} ms CPU, {version.medians()[1] * 1000:.1f} ms wall")


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("rivals")
    ask.add_argument("--n", default="10000,100000", help="sizes of the estates, with commas between")
    ask.add_argument("--runs", type=int, default=7)
    ask.add_argument("--python", default=sys.executable)
    ask.add_argument("--binary", default=os.path.join(BUILT, "gatehouse"))
    ask.add_argument("--sarif", default=os.path.join(BUILT, "bench-sarif"))
    said = ask.parse_args()
    sizes = sorted(int(size) for size in said.n.split(","))
    print(machine())
    spent = {}
    for n in sizes:
        with tempfile.TemporaryDirectory() as folder:
            estate = Estate(said.rivals, n, folder)
            spent[n] = judge(said, estate, folder)
            if n == max((size for size in sizes if size <= MOST_FOR_RIVALS), default=0):
                parse(said, estate, folder)
    start(said, "/nonexistent")
    for small, large in zip(sizes, sizes[1:]):
        cpu, wall = (large_s / small_s for large_s, small_s in zip(spent[large], spent[small]))
        print(f"time({large:,}) / time({small:,}): {cpu:.1f} by CPU, {wall:.1f} by the clock")
    print(f"at the end: {machine()}")


main()
