#!/bin/sh
# Writes the gatehouse.yaml beside each set of reports: which tool made each file, of which commit, and when.
# Run it after any change to the trees: their commits get other ids, and the manifests name them.
set -eu
shop=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ids=$("$shop/history.sh" "$work/repository" --fixed)

# manifest DIR STAGE TIME
manifest() {
  commit=$(echo "$ids" | sed -n "s/^$2 //p")
  {
    echo "# What the formats beside this file cannot say: the tool's version, the commit it looked at, how it ended."
    echo "gatehouse-reports: 1"
    echo "reports:"
    while read -r file tool version code folder; do
      echo "  - { file: $file, tool: $tool, version: $version, commit: $commit, exit-code: $code, finished: $3${folder:+, folder: $folder} }"
    done <<END
bandit.json bandit 1.9.4 1
checkov.json checkov 3.3.30 1
gitleaks.json gitleaks 8.24.0 1
grype.json grype 0.87.0 0
hadolint.sarif hadolint 2.15.1 1
npm-audit.json npm-audit 10.8.2 1 services/web
osv-scanner.json osv-scanner 2.0.0 1
semgrep.json semgrep 1.182.0 0
trivy-config.json trivy 0.59.1 0
trivy.json trivy 0.59.1 0
END
  } > "$shop/$1/gatehouse.yaml"
}

manifest base-reports  base  2026-11-16T02:00:00Z
manifest reports       head  2026-11-20T10:00:00Z
manifest reports-after fixed 2026-11-20T15:00:00Z
