"""Runs programs alternately, and records the resource usage that the operating system reports for each process."""
import os, statistics, subprocess, tempfile, time


class Program:
    """A program to measure: its command line, the exit codes of success, and a function that extracts the result from its output."""

    def __init__(self, name, command, codes=(0,), answer=None):
        self.name, self.command, self.codes, self.answer, self.runs = name, command, codes, answer, []

    def run(self, environment, wanted, counts):
        """Runs once. `counts` is false for a warm-up. Output goes to a file: the size of this process would add to the children's peak."""
        with tempfile.TemporaryFile() as out:
            start = time.perf_counter()
            process = subprocess.Popen(self.command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in self.codes:
                raise SystemExit(f"{self.name} ended with exit status {process.returncode}")
            out.seek(max(0, out.tell() - 4096))
            output = out.read().decode(errors="replace")
        if self.answer and self.answer(output) != wanted:
            raise SystemExit(f"{self.name} found {self.answer(output)}, expected {wanted}")
        if counts:
            self.runs.append((usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024))
        return output

    def medians(self):
        """The medians of CPU seconds, wall seconds and peak memory in MB."""
        return [statistics.median(column) for column in zip(*self.runs)]


def measure(programs, runs, environment, wanted=None):
    for turn in range(runs + 1):
        for program in programs:
            program.run(environment, wanted, counts=turn > 0)


def machine():
    """A description of the machine."""
    model = next(line.split(": ")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal"))
    return f"{os.cpu_count()} cores of {model}, {memory / 2**20:.0f} GiB, load average {os.getloadavg()[0]:.1f}"
