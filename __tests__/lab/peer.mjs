/**
 * A host that talks: `serve` answers TCP 80 and UDP 53 with the address it is asked from and the segment size it may
 * send; `ask PROTOCOL HOST` prints one answer, or ends with 1 after a second; `hold HOST` asks once per line it reads.
 */
import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";

const [, , task, ...words] = process.argv;

function serve() {
  const udp = createSocket("udp4");
  udp.on("message", (_, { address, port }) => udp.send(`${address}\n`, port, address));
  createServer((socket) => {
    const port = socket.remotePort;
    socket.on("data", () => {
      const info = execFileSync("ss", ["-Htin", "state", "established", `dport = :${port}`], {
        encoding: "utf8",
      });
      socket.write(`${socket.remoteAddress} mss ${/\bmss:(\d+)/.exec(info)?.[1]}\n`);
    });
    socket.on("error", () => socket.destroy());
  }).listen(80, "0.0.0.0", () => udp.bind(53, "0.0.0.0", () => console.log("ready")));
}

function answered(data) {
  process.stdout.write(data);
  process.exit(0);
}

function ask(protocol, host) {
  setTimeout(() => process.exit(1), 1000);
  if (protocol === "udp") {
    const udp = createSocket("udp4");
    udp.on("message", answered);
    udp.send("?\n", 53, host);
  } else {
    const socket = connect(80, host, () => socket.write("?\n"));
    socket.on("data", answered);
    socket.on("error", () => process.exit(1));
  }
}

function hold(host) {
  const socket = connect(80, host);
  process.stdin.on("data", (line) => socket.write(line));
  process.stdin.on("end", () => process.exit(0));
  socket.on("data", (data) => process.stdout.write(data));
  socket.on("error", () => process.exit(1));
}

if (task === "serve") serve();
else if (task === "ask") ask(words[0], words[1]);
else hold(words[0]);
