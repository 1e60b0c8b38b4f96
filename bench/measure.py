"""Runs programs in turn, run after run, and takes what the operating system counts for each finished process."""
import os, statistics, subprocess, tempfile, time


class Program:
    """A row: its words, the exit codes of a run that went well, and what makes `answer` of the end of its output."""

    def __init__(self, name, words, codes=(0,), answer=None):
        self.name, self.words, self.codes, self.answer, self.runs = name, words, codes, answer, []

    def run(self, environment, wanted, counts):
        """`counts` is false for a warm-up. This process stays small: its own size shows through in the peak of its children."""
        with tempfile.TemporaryFile() as out:
            start = time.perf_counter()
            process = subprocess.Popen(self.words, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in self.codes:
                raise SystemExit(f"{self.name} ended with {process.returncode}: no row counts")
            out.seek(max(0, out.tell() - 4096))
            said = out.read().decode(errors="replace")
        if self.answer and self.answer(said) != wanted:
            raise SystemExit(f"{self.name} says {self.answer(said)}, the truth is {wanted}: no row counts")
        if counts:
            self.runs.append((usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024))
        return said

    def medians(self):
        """CPU seconds, wall seconds, peak memory in MB."""
        return [statistics.median(column) for column in zip(*self.runs)]


def measure(programs, runs, environment, wanted=None):
    for turn in range(runs + 1):
        for program in programs:
            program.run(environment, wanted, counts=turn > 0)


def machine():
    """Whose figures these are."""
    model = next(line.split(": ")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal"))
    return f"{os.cpu_count()} cores of {model}, {memory / 2**20:.0f} GiB, load average {os.getloadavg()[0]:.1f}"
