# shellcheck shell=bash
# Apache with one page that names the project and the server, so that a reader sees which machine answered.
# PROJECT, SERVER_NAME: what the page shows. WAIT_SECONDS: bound of each wait, default 600.
script=web
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

need PROJECT '[A-Za-z0-9 ._-]+' 'two-tier'
need SERVER_NAME '[A-Za-z0-9 ._-]+' 'web_a'

install_apache() { rpm -q httpd >/dev/null 2>&1 || timeout 300 dnf install -y -q httpd; }
apache_answers() { curl -fsS -m 5 -o /dev/null http://127.0.0.1/; }

within install_apache
page=/var/www/html/index.html
if ! [ -e $page ]; then # a page that somebody put there stays
  printf '<!doctype html>\n<title>%s</title>\n<h1>%s</h1>\n<p>%s</p>\n' \
    "$PROJECT" "$PROJECT" "$SERVER_NAME" >$page.new
  mv $page.new $page
fi
systemctl enable --now httpd
within apache_answers
say "Apache answers on port 80"
