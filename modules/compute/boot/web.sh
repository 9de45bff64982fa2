# shellcheck shell=bash
# Apache with one page that names the project and the server, so that a reader sees which machine answered.
# PROJECT, SERVER_NAME: what the page shows. WAIT_SECONDS: bound of each wait, default 600.
begin web

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
