/** The WordPress server's boot: the archive it trusts, the configuration it writes, and its bounded waits. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "@jest/globals";
import { linuxTest, newSandbox, removeSandboxes, type Sandbox } from "./sandbox";

/** With no wait, every attempt is the only one. */
const parameters = {
  AWS_REGION: "ap-northeast-1",
  DB_HOST: "10.0.2.10",
  DB_NAME: "wordpress",
  DB_USER: "wp",
  PASSWORD_PARAMETER: "/two-tier/db/password",
  WAIT_SECONDS: "0",
};
const SITE = "var/www/wordpress";
const CONFIG = `${SITE}/wp-config.php`;
const SALTS = `${SITE}/wp-salts.php`;
const boot = (server: Sandbox) => server.run(["modules/compute/boot/wordpress.sh"], parameters);

let archive: Buffer;

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "wordpress-"));
  mkdirSync(join(folder, "wordpress"));
  writeFileSync(join(folder, "wordpress", "index.php"), "<?php // WordPress");
  execFileSync("tar", ["-czf", "latest.tar.gz", "wordpress"], { cwd: folder });
  archive = readFileSync(join(folder, "latest.tar.gz"));
  rmSync(folder, { recursive: true });
});
afterAll(removeSandboxes);

/** A server whose downloads and whose database's password are there. */
function readyServer(): Sandbox {
  const server = newSandbox();
  server.write("www/latest.tar.gz", archive);
  server.write("www/latest.tar.gz.sha1", createHash("sha1").update(archive).digest("hex"));
  server.write("parameter", "it's a \\ secret");
  return server;
}

linuxTest("unpacks WordPress, configures it for the database, and serves it", () => {
  const server = readyServer();
  const { code, said, calls } = boot(server);
  expect(said).toBe("wordpress: WordPress answers on port 80\n");
  expect(code).toBe(0);
  expect(server.read(`${SITE}/index.php`)).toBe("<?php // WordPress");
  expect(server.read("etc/httpd/conf.d/wordpress.conf")).toMatch(/^DocumentRoot \S+\/var\/www\/wordpress\n/);
  expect(calls).toContain("systemctl enable php-fpm httpd");
  expect(calls.filter((call) => call.startsWith("chown"))).toEqual([
    `chown -R apache:apache /${SITE}.new`,
    `chown root:apache /${SALTS}.new`,
    `chown root:apache /${CONFIG}.new`,
  ]);
});

linuxTest("wp-config.php has the database, and the password with its quotes and backslashes escaped", () => {
  const server = readyServer();
  boot(server);
  const config = server.read(CONFIG);
  expect(config).toContain(
    [
      "define('DB_NAME', 'wordpress');",
      "define('DB_USER', 'wp');",
      "define('DB_PASSWORD', 'it\\'s a \\\\ secret');",
      "define('DB_HOST', '10.0.2.10');",
    ].join("\n"),
  );
  expect(server.mode(CONFIG)).toBe("640");
  expect(server.mode(SALTS)).toBe("640");
});

linuxTest("eight different salts are made on the server", () => {
  const server = readyServer();
  boot(server);
  const salts = [...server.read(SALTS).matchAll(/define\('([A-Z_]+_(?:KEY|SALT))', '([0-9a-f]{64})'\);/g)];
  expect(new Set(salts.map(([, name]) => name)).size).toBe(8);
  expect(new Set(salts.map(([, , value]) => value)).size).toBe(8);
});

linuxTest("a second run downloads nothing, keeps the salts, and takes a changed password", () => {
  const server = readyServer();
  boot(server);
  const salts = server.read(SALTS);
  server.write("parameter", "changed");
  const { code, calls } = boot(server);
  expect(code).toBe(0);
  expect(calls.filter((call) => /^dnf|latest/.test(call))).toEqual([]);
  expect(server.read(SALTS)).toBe(salts);
  expect(server.read(CONFIG)).toContain("define('DB_PASSWORD', 'changed');");
});

linuxTest("an archive that is not the published one is never unpacked", () => {
  const server = readyServer();
  server.write("www/latest.tar.gz.sha1", "0".repeat(40));
  const { code, said } = boot(server);
  expect(code).toBe(1);
  expect(said).toContain("wordpress: the archive's checksum is not the published one\n");
  expect(said).toMatch(/wordpress: FAILED: no success within 0 seconds: download\n$/);
  expect(server.has(SITE)).toBe(false);
});

linuxTest("an archive that cannot be unpacked leaves no half of a site", () => {
  const server = readyServer();
  server.write("www/latest.tar.gz", "not an archive");
  server.write("www/latest.tar.gz.sha1", createHash("sha1").update("not an archive").digest("hex"));
  const { code, said } = boot(server);
  expect(code).not.toBe(0);
  expect(said).toMatch(/FAILED at line \d+: tar /);
  expect(server.has(SITE)).toBe(false);
});

linuxTest.each([
  // what is wrong  what the console says at the end
  ["offline", /no success within 0 seconds: install_packages\n$/],
  ["denied", /no success within 0 seconds: read_password\n$/],
  ["random-broken", /FAILED at line \d+: /],
  ["broken", /no success within 0 seconds: site_answers\n$/],
])("%s: gives up with an error on the console", (state, message) => {
  const server = readyServer();
  server.write(state, "");
  const { code, said } = boot(server);
  expect(code).toBe(1);
  expect(said).toMatch(message);
  expect(said).not.toContain("secret");
  expect(server.has(CONFIG)).toBe(state === "broken");
});

linuxTest("waits for a database server that has not stored its password yet", () => {
  const server = readyServer();
  server.remove("parameter");
  const { code, said } = boot(server);
  expect(code).toBe(1);
  expect(said).toBe("wordpress: FAILED: no success within 0 seconds: read_password\n");
});
