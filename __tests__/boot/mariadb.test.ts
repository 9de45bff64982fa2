/** The database server's boot: what it asks of Parameter Store and of MariaDB, and where the password never is. */
import { afterAll, expect } from "@jest/globals";
import { linuxTest, newSandbox, removeSandboxes, type Sandbox } from "./sandbox";

afterAll(removeSandboxes);

/** With no wait, every attempt is the only one. */
const parameters = {
  AWS_REGION: "ap-northeast-1",
  CLIENT_ADDRESS: "10.0.1.10",
  DB_NAME: "wordpress",
  DB_USER: "wp",
  PASSWORD_PARAMETER: "/two-tier/db/password",
  WAIT_SECONDS: "0",
};
const boot = (server: Sandbox) => server.run(["modules/compute/boot/mariadb.sh"], parameters);

linuxTest("makes the database, one user for one address, and a password in Parameter Store", () => {
  const server = newSandbox();
  const { code, said } = boot(server);
  expect(code).toBe(0);
  expect(said).toBe("mariadb: MariaDB serves wordpress to 10.0.1.10\n");
  const password = server.read("parameter");
  expect(password).toMatch(/^[0-9a-f]{40}$/);
  expect(server.read("statements").split("\n")).toEqual([
    "DELETE FROM mysql.global_priv WHERE User = '';",
    "DROP DATABASE IF EXISTS test;",
    "CREATE DATABASE IF NOT EXISTS `wordpress` CHARACTER SET utf8mb4;",
    "CREATE USER IF NOT EXISTS 'wp'@'10.0.1.10';",
    `ALTER USER 'wp'@'10.0.1.10' IDENTIFIED BY '${password}';`,
    "GRANT ALL PRIVILEGES ON `wordpress`.* TO 'wp'@'10.0.1.10';",
    "FLUSH PRIVILEGES;",
    "",
  ]);
});

linuxTest("stores the password encrypted, by name and region, and never over another one", () => {
  const { calls } = boot(newSandbox());
  const put = calls.find((call) => call.startsWith("aws ssm put-parameter"));
  expect(put).toContain("--region ap-northeast-1 --name /two-tier/db/password --type SecureString");
  expect(put).not.toContain("--overwrite");
});

linuxTest("the password is on no command line, no console, no file that stays", () => {
  const server = newSandbox();
  const { said, calls } = boot(server);
  const password = server.read("parameter");
  const file = calls.map((call) => /file:\/\/(\S+)/.exec(call)?.[1]).find((path) => path !== undefined);
  expect([said, ...calls, server.read("journal")].join("\n")).not.toContain(password);
  expect(file).toBeDefined();
  expect(server.has(file ?? ".")).toBe(false);
});

linuxTest(
  "an existing password is used again, its quotes and backslashes escaped, and nothing is installed",
  () => {
    const server = newSandbox();
    boot(server);
    server.write("parameter", "it's a \\ secret");
    server.remove("statements");
    const { code, calls } = boot(server);
    expect(code).toBe(0);
    expect(calls.filter((call) => /^dnf|put-parameter/.test(call))).toEqual([]);
    expect(server.read("statements")).toContain("IDENTIFIED BY 'it\\'s a \\\\ secret';");
    expect(server.read("parameter")).toBe("it's a \\ secret");
  },
);

linuxTest.each([
  // what is wrong  what the console says
  ["offline", "mariadb: FAILED: no success within 0 seconds: install_mariadb"],
  ["denied", "mariadb: FAILED: no success within 0 seconds: have_password"],
  ["random-broken", "mariadb: FAILED: no success within 0 seconds: have_password"],
])("%s: gives up with an error on the console, and stores no password", (state, message) => {
  const server = newSandbox();
  server.write(state, "");
  const { code, said } = boot(server);
  expect(code).toBe(1);
  expect(said).toBe(`${message}\n`);
  expect(server.has("parameter")).toBe(false);
});

linuxTest("refused statements end with an error that does not show the password", () => {
  const server = newSandbox();
  server.write("refused", "");
  const { code, said } = boot(server);
  expect(code).toBe(1);
  expect(said).toMatch(/^mariadb: FAILED at line \d+: mysql/);
  expect(said).not.toContain(server.read("parameter"));
});
