import { Operations, type Sent } from "./contract.ts";

/** What went wrong, and what to do. */
export class PlumblineError extends Error {}

/** The control API refused a request. The message says how to fix the request. */
export class Problem extends PlumblineError {
  readonly status: number;
  readonly title: string;
  readonly detail: string;

  constructor(status: number, title: string, detail: string) {
    super(detail ? `${status} ${title}: ${detail}` : `${status} ${title}`);
    this.status = status;
    this.title = title;
    this.detail = detail;
  }
}

/** The control API of a running simulator: one method for each operation of its contract. */
export class Control extends Operations {
  readonly url: string;
  readonly #token: string | undefined;

  constructor(url: string, token?: string) {
    super();
    this.url = url.replace(/\/+$/, "");
    this.#token = token;
  }

  protected override async send<T>(method: string, path: string, sent: Sent): Promise<T> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(sent.query ?? {})) {
      if (value !== undefined) query.set(name, String(value));
    }
    const headers: Record<string, string> = {};
    // The control API takes writes from programs only, which say what they send.
    if (method !== "GET") headers["Content-Type"] = "application/json";
    if (this.#token) headers["Authorization"] = `Bearer ${this.#token}`;
    let answer: Response;
    try {
      answer = await fetch(this.url + path + (query.size > 0 ? `?${query}` : ""), {
        method,
        headers,
        body: sent.body === undefined ? undefined : JSON.stringify(sent.body),
      });
    } catch (gone) {
      throw new PlumblineError(`no simulator answers at ${this.url}`, { cause: gone });
    }
    if (!answer.ok) throw await problem(answer);
    switch (sent.form) {
      case "json":
        return (await answer.json()) as T;
      case "events":
        return events(answer) as T;
      case "text":
        return (await answer.text()) as T;
    }
    await answer.arrayBuffer(); // so that the connection can be used again
    return undefined as T;
  }
}

async function problem(answer: Response): Promise<Problem> {
  const text = await answer.text();
  try {
    const told = JSON.parse(text) as { title: string; detail?: string };
    return new Problem(answer.status, told.title, told.detail ?? "");
  } catch {
    return new Problem(answer.status, answer.statusText, text.slice(0, 500));
  }
}

/** Yields the data of server-sent events. */
async function* events(answer: Response): AsyncGenerator<unknown> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const piece of answer.body ?? []) {
    const lines = (rest + decoder.decode(piece as Uint8Array, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data:")) yield JSON.parse(line.slice(5));
    }
  }
}
