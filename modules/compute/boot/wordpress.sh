# shellcheck shell=bash
# WordPress on Apache and PHP, its database on another machine that stores the password in Parameter Store.
# DB_HOST, DB_NAME, DB_USER: the database. PASSWORD_PARAMETER: the SecureString, in AWS_REGION, with its password;
# the instance's role must allow ssm:GetParameter on it. WORDPRESS_URL: the archive, beside it its .sha1,
# default the latest from wordpress.org. WAIT_SECONDS: bound of each wait, default 1800, because the database's
# machine first waits for its own way out.
# Files belong to apache, so that WordPress installs its own security releases; SELinux is permissive, as shipped.
begin wordpress

need DB_HOST '[A-Za-z0-9.-]+' 10.0.2.10
need DB_NAME '[A-Za-z0-9_]{1,64}' wordpress
need DB_USER '[A-Za-z0-9_]{1,32}' wordpress
need PASSWORD_PARAMETER '[A-Za-z0-9_./-]+' /two-tier/db/password
need AWS_REGION '[a-z0-9-]+' ap-northeast-1
export WORDPRESS_URL="${WORDPRESS_URL:-https://wordpress.org/latest.tar.gz}"
need WORDPRESS_URL 'https://[A-Za-z0-9./_-]+' https://wordpress.org/latest.tar.gz
WAIT_SECONDS="${WAIT_SECONDS:-1800}"
site=/var/www/wordpress

packages='httpd php php-fpm php-mysqlnd php-gd php-mbstring php-xml'
# shellcheck disable=SC2086 # a list of words
install_packages() { rpm -q --whatprovides $packages >/dev/null 2>&1 || timeout 300 dnf install -y -q $packages; }

# Both files again on every attempt: a release between the two downloads makes them differ.
download() {
  curl -fsSL -m 120 -o $site.tar.gz "$WORDPRESS_URL" && curl -fsSL -m 30 -o $site.sha1 "$WORDPRESS_URL.sha1" || return 1
  [[ "$(sha1sum <$site.tar.gz)" == "$(head -c 40 $site.sha1) "* ]] || {
    say "the archive's checksum is not the published one"
    return 1
  }
}
unpack() { # a site appears whole or not at all
  rm -rf $site.new
  mkdir -p $site.new
  tar -xzf $site.tar.gz -C $site.new --strip-components=1 --no-same-owner
  chown -R apache:apache $site.new
  mv $site.new $site
  rm -f $site.tar.gz $site.sha1
}

read_password() {
  password=$(aws ssm get-parameter --region "$AWS_REGION" --name "$PASSWORD_PARAMETER" \
    --with-decryption --query Parameter.Value --output text)
}
quoted() { printf '%s' "$1" | sed "s/[\\\\']/\\\\&/g"; }
constant() { printf "define('%s', '%s');\n" "$1" "$(quoted "$2")"; }
salts() {
  local name secret
  echo '<?php'
  for name in {AUTH,SECURE_AUTH,LOGGED_IN,NONCE}_{KEY,SALT}; do
    secret=$(openssl rand -hex 32) || return 1
    constant "$name" "$secret"
  done
}
secret_file() { # writes what it reads, for root and Apache's group only, whole or not at all
  (umask 027 && cat >"$1.new")
  chown root:apache "$1.new"
  mv "$1.new" "$1"
}
configuration() {
  echo '<?php'
  constant DB_NAME "$DB_NAME"
  constant DB_USER "$DB_USER"
  constant DB_PASSWORD "$password"
  constant DB_HOST "$DB_HOST"
  constant DB_CHARSET utf8mb4
  constant DB_COLLATE ''
  echo "require_once __DIR__ . '/wp-salts.php';"
  # shellcheck disable=SC2016 # PHP's variable, not the shell's
  echo '$table_prefix = "wp_";'
  echo "define('WP_DEBUG', false);"
  echo "defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');"
  echo "require_once ABSPATH . 'wp-settings.php';"
}
site_answers() { curl -fsS -m 10 -o /dev/null http://127.0.0.1/; } # 500 while the database is out of reach

within install_packages
if ! [ -d $site ]; then
  within download
  unpack
fi
within read_password
if ! [ -e $site/wp-salts.php ]; then # new salts would log everybody out
  new_salts=$(salts)
  echo "$new_salts" | secret_file $site/wp-salts.php
fi
configuration | secret_file $site/wp-config.php
printf '%s\n' "DocumentRoot $site" "<Directory $site>" 'AllowOverride All' 'Require all granted' \
  'DirectoryIndex index.php' '</Directory>' >/etc/httpd/conf.d/wordpress.conf
systemctl enable php-fpm httpd
systemctl restart php-fpm httpd
within site_answers
say "WordPress answers on port 80"
