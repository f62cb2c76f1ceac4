import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A notification as it was received. */
export interface Notification {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Receives notifications on this machine. */
export class Receiver {
  /** What it answers. */
  status: number;
  readonly url: string;
  readonly received: Notification[] = [];
  readonly #server: Server;
  #arrived: (() => void)[] = [];

  private constructor(server: Server, status: number) {
    this.#server = server;
    this.status = status;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      this.received.push({
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(pieces).toString(),
      });
      response.writeHead(this.status, { "Content-Length": "0" }).end();
      for (const told of this.#arrived.splice(0)) told();
    });
  }

  static async start(status = 200): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((done, failed) => server.once("error", failed).listen(0, "127.0.0.1", done));
    return new Receiver(server, status);
  }

  /** Waits in real time until so many have come, and returns all of them. */
  async wait(count = 1, milliseconds = 10_000): Promise<Notification[]> {
    const late = AbortSignal.timeout(milliseconds);
    while (this.received.length < count) {
      if (late.aborted) {
        throw new Error(`${this.received.length} of ${count} notifications came within ${milliseconds} ms`);
      }
      await new Promise<void>((done) => {
        this.#arrived.push(done);
        late.addEventListener("abort", () => done(), { once: true });
      });
    }
    return [...this.received];
  }

  /** Stops receiving. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
