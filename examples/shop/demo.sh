#!/bin/sh
# The example pull request, judged: demo.sh [GATEHOUSE]. Makes its repository in a temporary folder and leaves nothing.
#
# The gate says no, so it ends with 1; this script then ends with 0, for that is what was to be seen.
set -eu
shop=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
gatehouse=$(command -v "${1:-gatehouse}") || { echo "demo.sh: no ${1:-gatehouse}; build it with: make release" >&2; exit 2; }
case $gatehouse in /*) ;; *) gatehouse=$PWD/$gatehouse ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$shop/history.sh" "$work/shop" >/dev/null
cd "$work/shop"
cp -R "$shop/reports" "$shop/base-reports" "$work/"

say() { printf '\n$ %s\n\n' "$*"; }
say gatehouse check --base refs/heads/main --head refs/heads/change --base-report ../base-reports ../reports
status=0
"$gatehouse" check --base refs/heads/main --head refs/heads/change --base-report ../base-reports \
  --now 2026-11-20T12:00:00Z ../reports || status=$?
printf '\n(exit %s: 0 pass, 1 the policy says no, 2 could not decide)\n' "$status"
[ "$status" -eq 1 ]
