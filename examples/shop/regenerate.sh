#!/bin/sh
# Runs the scanners again and rewrites base-reports, reports, reports-after and their manifests. Not run by the tests.
#
# Needs on PATH: semgrep, bandit, checkov, trivy, hadolint, python3 (README.md has the versions). No network is used.
# The tree is scanned at /src (or $SCAN_ROOT), for some tools write the absolute path into their reports.
set -eu
shop=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=${SCAN_ROOT:-/src}
[ ! -e "$root" ] && [ ! -e /scanners ] || { echo "regenerate.sh: $root or /scanners is in the way" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work" "$root" /scanners' EXIT
# Semgrep puts the folder of its rules into every rule id, so that folder has one name everywhere.
cp -R "$shop/scanners" /scanners
"$shop/history.sh" "$work/repository" --fixed > "$work/ids"

# Tools say by exit code 1 that they found something; anything else is a failure of ours.
found() { "$@" || [ $? -eq 1 ]; }

# scan DIR STAGE TIME [--older]
scan() {
  out=$shop/$1
  mkdir -p "$out" "$root"
  git -C "$work/repository" archive "$(sed -n "s/^$2 //p" "$work/ids")" | tar -x -C "$root"
  ( cd "$root"
    semgrep scan --config /scanners/semgrep.yaml --metrics off --disable-version-check --quiet --no-git-ignore \
      --json --output "$out/semgrep.json" .
    found bandit --quiet --recursive services --format json --output "$out/bandit.json"
    found checkov --config-file /scanners/checkov.yaml --directory . --skip-download --output json > "$out/checkov.json"
    trivy config --skip-check-update --quiet --severity MEDIUM,HIGH,CRITICAL --format json \
      --output "$out/trivy-config.json" .
    found hadolint --format sarif services/pay/Dockerfile > "$out/hadolint.sarif" )
  python3 "$shop/scanners/advisories.py" "$root" "$out" "$3" ${4-}
  python3 "$shop/scanners/settle.py" "$out" "$3"
  rm -rf "$root"
}

scan base-reports  base  2026-11-16T02:00:00Z --older
scan reports       head  2026-11-20T10:00:00Z
scan reports-after fixed 2026-11-20T15:00:00Z
"$shop/manifests.sh"
