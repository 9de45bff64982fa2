# shellcheck shell=bash
# Stands before every boot script: stops at the first failure and says so where the operator looks.
# WAIT_SECONDS: bound of each wait, default 600.
begin() { script=$1; } # names the script whose lines follow
set -Eeuo pipefail
say() { # to the operator: cloud-init's log, the journal, the instance's console
  echo "$script: $*" >&2
  logger -t "$script" -- "$*" || true
  { echo "$script: $*" >>/dev/console; } 2>/dev/null || true
}
give_up() { say "FAILED: $*" && exit 1; }
need() { # a parameter, the form it must have, an example
  [[ "${!1-}" =~ ^($2)$ ]] || give_up "parameter $1 is '${!1-}'; write it as $3"
}
within() { # repeats a command until it succeeds, for WAIT_SECONDS (600) at most
  local deadline=$((SECONDS + ${WAIT_SECONDS:-600}))
  until "$@"; do
    ((SECONDS < deadline)) || give_up "no success within ${WAIT_SECONDS:-600} seconds: $*"
    sleep 5
  done
}
trap 'say "FAILED at line $LINENO: $BASH_COMMAND"' ERR
