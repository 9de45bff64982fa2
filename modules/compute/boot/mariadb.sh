# shellcheck shell=bash
# MariaDB with one database and one user for one client; the password is made here and kept in Parameter Store.
# CLIENT_ADDRESS: the only IPv4 address that may log in. DB_NAME, DB_USER: what is made for it.
# PASSWORD_PARAMETER: the SecureString, in AWS_REGION, that holds the password: read if it is there, else made;
# the instance's role must allow ssm:GetParameter and ssm:PutParameter on it. WAIT_SECONDS: as everywhere, 600.
begin mariadb

need CLIENT_ADDRESS '([0-9]{1,3}\.){3}[0-9]{1,3}' 10.0.1.10
need DB_NAME '[A-Za-z0-9_]{1,64}' wordpress
need DB_USER '[A-Za-z0-9_]{1,32}' wordpress
need PASSWORD_PARAMETER '[A-Za-z0-9_./-]+' /two-tier/db/password
need AWS_REGION '[a-z0-9-]+' ap-northeast-1

install_mariadb() { rpm -q mariadb105-server >/dev/null 2>&1 || timeout 300 dnf install -y -q mariadb105-server; }

read_password() {
  password=$(aws ssm get-parameter --region "$AWS_REGION" --name "$PASSWORD_PARAMETER" \
    --with-decryption --query Parameter.Value --output text)
}
# From a file, because a command line can be read by every user. Without --overwrite, so an existing value stays.
store_new_password() {
  local secret file status=0
  secret=$(openssl rand -hex 20) && file=$(umask 077 && mktemp) || return 1
  printf '%s' "$secret" >"$file"
  aws ssm put-parameter --region "$AWS_REGION" --name "$PASSWORD_PARAMETER" \
    --type SecureString --value "file://$file" >/dev/null || status=1
  rm -f "$file"
  return $status
}
have_password() { read_password || { store_new_password && read_password; }; }

mariadb_listens() { [[ $(ss -Hltn 'sport = :3306') == *0.0.0.0:3306* ]]; }

within install_mariadb
printf '%s\n' '[mysqld]' 'bind-address=0.0.0.0' 'skip-name-resolve' >/etc/my.cnf.d/tiers.cnf
systemctl enable --now mariadb
within have_password
quoted=$(printf '%s' "$password" | sed "s/[\\\\']/\\\\&/g")
mysql --user=root <<SQL
DELETE FROM mysql.global_priv WHERE User = '';
DROP DATABASE IF EXISTS test;
CREATE DATABASE IF NOT EXISTS \`$DB_NAME\` CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS '$DB_USER'@'$CLIENT_ADDRESS';
ALTER USER '$DB_USER'@'$CLIENT_ADDRESS' IDENTIFIED BY '$quoted';
GRANT ALL PRIVILEGES ON \`$DB_NAME\`.* TO '$DB_USER'@'$CLIENT_ADDRESS';
FLUSH PRIVILEGES;
SQL
within mariadb_listens
say "MariaDB serves $DB_NAME to $CLIENT_ADDRESS"
