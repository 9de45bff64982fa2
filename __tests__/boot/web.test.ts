/** The web server's boot, alone and behind the wait for the network, when all goes well and when it does not. */
import { afterAll, expect } from "@jest/globals";
import { linuxTest, newSandbox, removeSandboxes } from "./sandbox";

afterAll(removeSandboxes);

const WAIT = "modules/compute/boot/wait-for-network.sh";
const WEB = "modules/compute/boot/web.sh";
/** With no wait, every attempt is the only one. */
const parameters = { PROJECT: "multi-subnet", SERVER_NAME: "web_a", WAIT_SECONDS: "0" };
const PAGE = "var/www/html/index.html";

linuxTest("installs Apache, names project and server, starts it now and at every boot", () => {
  const server = newSandbox();
  const { code, said, calls } = server.run([WEB], parameters);
  expect(code).toBe(0);
  expect(said).toBe("web: Apache answers on port 80\n");
  expect(server.read(PAGE)).toContain("<h1>multi-subnet</h1>\n<p>web_a</p>");
  expect(calls).toEqual([
    "dnf install -y -q httpd",
    "systemctl enable --now httpd",
    "curl -fsS -m 5 -o /dev/null http://127.0.0.1/",
  ]);
});

linuxTest("a second run installs nothing and leaves the page of the owner", () => {
  const server = newSandbox();
  server.run([WEB], parameters);
  server.write(PAGE, "<h1>my site</h1>");
  const { code, calls } = server.run([WEB], parameters);
  expect(code).toBe(0);
  expect(calls.join("\n")).not.toContain("dnf");
  expect(server.read(PAGE)).toBe("<h1>my site</h1>");
});

linuxTest("a private server waits for the network first, then installs", () => {
  const { code, said, calls } = newSandbox().run([WAIT, WEB], parameters);
  expect(code).toBe(0);
  expect(said).toBe("wait-for-network: the package repositories answer\nweb: Apache answers on port 80\n");
  expect(calls[0]).toContain("makecache");
});

linuxTest("dnf that loses the race of the first boot is asked again", () => {
  const server = newSandbox();
  server.write("dnf-failures", "2");
  const { code, calls } = server.run([WEB], { ...parameters, WAIT_SECONDS: "60" });
  expect(code).toBe(0);
  expect(calls.filter((call) => call.startsWith("dnf"))).toHaveLength(3);
});

linuxTest("a network that stays away is asked again and again, for the given time only", () => {
  const server = newSandbox();
  server.write("offline", "");
  const { code, said, calls } = server.run([WAIT, WEB], { ...parameters, WAIT_SECONDS: "2" });
  expect(code).toBe(1);
  expect(said).toBe("wait-for-network: FAILED: no success within 2 seconds: repositories_answer\n");
  expect(calls.length).toBeGreaterThan(2);
});

linuxTest.each([
  // what is wrong     scripts        what the console says
  ["offline", [WAIT, WEB], "wait-for-network: FAILED: no success within 0 seconds: repositories_answer"],
  ["offline", [WEB], "web: FAILED: no success within 0 seconds: install_apache"],
  ["broken", [WEB], "web: FAILED: no success within 0 seconds: apache_answers"],
])("%s: %j ends with an error on the console", (state, scripts, message) => {
  const server = newSandbox();
  server.write(state, "");
  const { code, said } = server.run(scripts, parameters);
  expect(code).toBe(1);
  expect(said).toBe(`${message}\n`);
  expect(server.has(PAGE)).toBe(state === "broken");
});
