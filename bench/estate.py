"""A generated set of findings, and a repository whose base branch has its policy, owners and VEX statements."""
import os, shutil, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
REPORTS = ("codeql.sarif", "semgrep.json", "trivy.json", "grype.json")


def environment(home):
    """The environment of every measured program: without user settings, and with a home folder for its caches."""
    return {"PATH": os.environ["PATH"], "HOME": home, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}


def git(repository, *words):
    quiet = environment("/nonexistent")
    for role in ("AUTHOR", "COMMITTER"):
        quiet |= {f"GIT_{role}_NAME": "bench", f"GIT_{role}_EMAIL": "bench@example.com", f"GIT_{role}_DATE": "2026-10-01T00:00:00Z"}
    return subprocess.run(["git", "-C", repository, *words], env=quiet, check=True, capture_output=True, text=True).stdout.strip()


class Estate:
    def __init__(self, rivals, n, folder):
        self.n, self.reports, self.repository = n, os.path.join(folder, "estate"), os.path.join(folder, "repo")
        generator = os.path.join(rivals, "gen_findings.py")
        subprocess.run([sys.executable, generator, "--out", self.reports, "--n", str(n)], check=True, stderr=subprocess.DEVNULL)
        self.files = [os.path.join(self.reports, name) for name in REPORTS]
        self.megabytes = sum(os.path.getsize(file) for file in self.files) / 1e6
        os.makedirs(os.path.join(self.repository, ".gatehouse", "vex"))
        git(folder, "init", "-q", "-b", "main", self.repository)
        shutil.copy(os.path.join(HERE, "policy.yaml"), os.path.join(self.repository, ".gatehouse", "policy.yaml"))
        self.copy("openvex.json", ".gatehouse", "vex", "estate.json")
        self.copy("CODEOWNERS", "CODEOWNERS")
        git(self.repository, "add", "-A")
        git(self.repository, "commit", "-qm", "base")
        git(self.repository, "commit", "-qm", "head", "--allow-empty")

    def copy(self, name, *place):
        shutil.copy(os.path.join(self.reports, name), os.path.join(self.repository, *place))

    def check(self, binary):
        base, head = git(self.repository, "rev-parse", "HEAD~1"), git(self.repository, "rev-parse", "HEAD")
        return [binary, "check", "--repo", self.repository, "--base", base, "--head", head, "--scanned", head,
                "--now", "2026-11-01T00:00:00Z", *self.files]
