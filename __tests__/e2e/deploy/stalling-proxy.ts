/** Stands between Terraform and the local AWS API, and lets chosen requests hang as if the network had gone away. */
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface StallingProxy {
  readonly endpoint: string;
  /** How many requests hang: they were not passed on, so that nothing has happened in AWS. */
  stalled(): number;
  /** From now on nothing hangs; what hung is dropped. */
  heal(): void;
  stop(): Promise<void>;
}

/** `action` is an operation of EC2's API, e.g. `RunInstances`. */
export async function stallAction(target: string, action: string): Promise<StallingProxy> {
  let ill = true;
  const hanging = new Set<ServerResponse>();
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    if (ill && new URLSearchParams(body.toString("latin1")).get("Action") === action) hanging.add(outgoing);
    else pass(target, incoming, body, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const heal = () => {
    ill = false;
    for (const response of hanging) response.destroy();
  };
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stalled: () => hanging.size,
    heal,
    stop: () => {
      heal();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function pass(
  target: string,
  { url = "/", method, headers }: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
) {
  const inner = request(new URL(url, target), { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  inner.once("error", () => outgoing.destroy());
  inner.end(body);
}
