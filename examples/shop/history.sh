#!/bin/sh
# Makes the example's git repository: history.sh DIR [--fixed]
#
# DIR must not exist, or be empty. Branch main is the base, branch change is the pull request; --fixed adds the commit
# that does what the gate asks for. Prints "base ID", "head ID" and, with --fixed, "fixed ID". The ids are the same on
# every machine: names, dates and settings are fixed here, and nothing of the caller's git configuration is read.
set -eu

usage() { echo "usage: history.sh DIR [--fixed]" >&2; exit 2; }
[ $# -ge 1 ] && [ $# -le 2 ] || usage
[ $# -eq 1 ] || [ "$2" = --fixed ] || usage
case $1 in ''|-*) usage ;; esac

shop=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
mkdir -p -- "$1"
[ -z "$(ls -A -- "$1")" ] || { echo "history.sh: $1 is not empty" >&2; exit 2; }

# A hook or a test may run this with git's own variables set; they would lead us into another repository.
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR \
  GIT_NAMESPACE GIT_CEILING_DIRECTORIES GIT_CONFIG GIT_CONFIG_COUNT GIT_CONFIG_PARAMETERS GIT_TEMPLATE_DIR \
  GIT_PREFIX GIT_DEFAULT_REF_FORMAT
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_ATTR_NOSYSTEM=1 GIT_DEFAULT_HASH=sha1 LC_ALL=C

cd -- "$1"
run() {
  git -c commit.gpgsign=false -c core.autocrlf=false -c core.fileMode=false -c core.hooksPath=/dev/null \
    -c core.excludesFile=/dev/null -c core.attributesFile=/dev/null -c i18n.commitEncoding=UTF-8 -c gc.auto=0 "$@"
}

# by NAME DATE: who writes the next commit, and when
by() {
  export GIT_AUTHOR_NAME="$1" GIT_AUTHOR_EMAIL="$1@acme.example" GIT_AUTHOR_DATE="$2T10:00:00+0000"
  export GIT_COMMITTER_NAME="$1" GIT_COMMITTER_EMAIL="$1@acme.example" GIT_COMMITTER_DATE="$2T10:00:00+0000"
}

# take TREE PATH...: puts these paths of a tree of the example into the repository
take() {
  tree=$1; shift
  for path; do
    mkdir -p "$(dirname "$path")"
    cp -R "$shop/$tree/$path" "$(dirname "$path")/"
  done
  run add --force --all .
}

commit() { run commit --quiet --no-verify --cleanup=verbatim --message "$1"; }

run init --quiet --template= .
run symbolic-ref HEAD refs/heads/main

by ines 2026-09-07;  take base docs services/pay;      commit "Take payments"
by mika 2026-09-21;  take base services/web;           commit "Show statements"

# Written in September, on the main line only since October: what counts as "first seen" is the merge.
run checkout --quiet -b infra
by tomas 2026-09-28; take base infra k8s;              commit "Run in the cloud"
run checkout --quiet main
by tomas 2026-10-26; run merge --quiet --no-ff --no-edit --message "Merge infra" infra
run branch --quiet -D infra

by amira 2026-11-02; take base .github .gatehouse;     commit "Say who owns what, and guard it"
echo "base $(run rev-parse HEAD)"

run checkout --quiet -b change
by ines 2026-11-18;  take change services/pay;         commit "Show the statement of a month; export without a shell"
by mika 2026-11-19;  take change services/web infra;   commit "Filter statements; reach the database from the office"
echo "head $(run rev-parse HEAD)"

if [ "${2-}" = --fixed ]; then
  by ines 2026-11-20; take fixed services infra;       commit "Bind the parameters, upgrade, close the database again"
  echo "fixed $(run rev-parse HEAD)"
fi
