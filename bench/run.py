#!/usr/bin/env python3
"""Runs Gatehouse and its rivals alternately on generated sets of findings, and prints the tables of README.md.

  bench/run.py RIVALS [--n 10000,100000] [--runs 7] [--python PATH] [--binary PATH] [--sarif PATH]

RIVALS is a folder with gen_findings.py (the generator, which also writes the expected results), perf/script_gate.py (a script
as a team without a gate would write it) and perf/peers.py (OPA on the same findings). --python is an interpreter with the
rivals' packages; a rival that is missing is left out, with a message. The benchmark fails if unique findings or VEX suppressions differ from the expected
results.
"""
import argparse, json, os, re, statistics, subprocess, sys, tempfile

from estate import HERE, Estate, environment
from measure import Program, machine, measure

BUILT = os.path.join(HERE, "..", ".build-static", "release")
MAXIMUM_FOR_RIVALS = 100_000  # beyond this, they take minutes and many gigabytes


def truth(estate):
    expected = json.load(open(os.path.join(estate.reports, "truth.json")))
    hit = expected["vex"]["issues_matched_by_status"]
    return expected["unique_issues"], hit.get("not_affected", 0) + hit.get("fixed", 0)


def gatehouse_answer(text):
    found = [re.search(pattern, text) for pattern in (r"→\s+([\d,]+)\s+findings?", r"([\d,]+)\s+by\s+VEX")]
    return tuple(int(match[1].replace(",", "")) if match else None for match in found)


def script_answer(text):
    result = json.loads(text)
    return result["unique"], result["suppressed_by_vex"]


def rivals(options, estate):
    """The programs to compare with. OPA only judges findings that the script has normalized."""
    perf = os.path.join(options.rivals, "perf")
    script = [options.python, os.path.join(perf, "script_gate.py"), estate.reports]
    programs = [Program("script", script, answer=script_answer)]
    if subprocess.run([options.python, "-c", "import opa_bindings"], capture_output=True).returncode == 0:
        normal = os.path.join(estate.reports, "normal.json")
        subprocess.run([*script, "--dump", normal], check=True, stdout=subprocess.DEVNULL)
        programs.append(Program("OPA, findings normalized before", [options.python, os.path.join(perf, "peers.py"), "opa", normal]))
    else:
        print(f"OPA is left out: {options.python} has no opa_bindings", file=sys.stderr)
    summary = os.path.join(os.path.dirname(options.python), "sarif")
    if os.path.exists(summary):
        programs.append(Program("sarif summary, the SARIF alone", [summary, "summary", estate.files[0]]))
    else:
        print(f"sarif summary is left out: {summary} does not exist", file=sys.stderr)
    return programs


def judge(options, estate, home):
    """Prints the table of one estate; returns Gatehouse's CPU and wall seconds."""
    ours = Program("gatehouse check", estate.check(options.binary), codes=(0, 1), answer=gatehouse_answer)
    programs = [ours] + (rivals(options, estate) if estate.n <= MAXIMUM_FOR_RIVALS else [])
    wanted = truth(estate)
    measure(programs, options.runs, environment(home), wanted)
    print(f"\n{estate.n:,} findings in four reports, {estate.megabytes:,.0f} MB; {wanted[0]:,} are unique and VEX suppresses {wanted[1]:,}, "
          f"as found in every run; medians of {options.runs}\n")
    print("| | CPU s | wall s | peak MB | CPU, times Gatehouse's |\n|---|---|---|---|---|")
    for program in programs:
        cpu, wall, peak = program.medians()
        print(f"| {program.name} | {cpu:.3f} | {wall:.3f} | {peak:,.0f} | {cpu / ours.medians()[0]:.1f} |")
    return ours.medians()[:2]


def parse(options, estate, home):
    """Prints the speed at which Gatehouse and Foundation read the SARIF log."""
    file = estate.files[0]
    readers = {"check": "gatehouse, every byte validated", "take": "gatehouse, the fields of `Log` decoded as strings",
               "decoder": "Foundation's JSONDecoder into `Log`"}
    speeds, sums = {name: [] for name in readers}, {}
    for _ in range(options.runs):
        for name in readers:
            program = Program(name, [options.sarif, name, file, "1" if name == "decoder" else "5"])
            speed, sums[name] = program.run(environment(home), None, counts=False).split()
            speeds[name].append(float(speed))
    if sums["take"] != sums["decoder"]:
        raise SystemExit(f"the two readers decoded different values: {sums}")
    medians = {name: statistics.median(column) for name, column in speeds.items()}
    print(f"\nSARIF of {os.path.getsize(file) / 1e6:,.0f} MB, from memory; medians of {options.runs}\n\n| | MB per CPU second | times JSONDecoder's |\n|---|---|---|")
    for name, title in readers.items():
        print(f"| {title} | {medians[name]:,.0f} | {medians[name] / medians['decoder']:.1f} |")


def start(options, home):
    version = Program("--version", [options.binary, "--version"])
    measure([version], options.runs, environment(home))
    print(f"\n`gatehouse --version`: {version.medians()[0] * 1000:.1f} ms CPU, {version.medians()[1] * 1000:.1f} ms wall")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rivals")
    parser.add_argument("--n", default="10000,100000", help="comma-separated numbers of findings")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--binary", default=os.path.join(BUILT, "gatehouse"))
    parser.add_argument("--sarif", default=os.path.join(BUILT, "bench-sarif"))
    options = parser.parse_args()
    sizes = sorted(int(size) for size in options.n.split(","))
    print(machine())
    spent = {}
    for n in sizes:
        with tempfile.TemporaryDirectory() as folder:
            estate = Estate(options.rivals, n, folder)
            spent[n] = judge(options, estate, folder)
            if n == max((size for size in sizes if size <= MAXIMUM_FOR_RIVALS), default=0):
                parse(options, estate, folder)
    start(options, "/nonexistent")
    for small, large in zip(sizes, sizes[1:]):
        cpu, wall = (large_s / small_s for large_s, small_s in zip(spent[large], spent[small]))
        print(f"time({large:,}) / time({small:,}): {cpu:.1f} in CPU, {wall:.1f} in wall time")
    print(f"after the runs: {machine()}")


main()
