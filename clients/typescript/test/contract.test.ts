// The generated methods send what specs/control/openapi.yaml says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Operations, operations } from "../src/contract.ts";

/** Method, path and operationId of each operation, read without the generator's help. */
function contract(): { method: string; path: string; id: string }[] {
  const found: { method: string; path: string; id: string }[] = [];
  let path = "";
  let method = "";
  for (const line of readFileSync(new URL("../../../../specs/control/openapi.yaml", import.meta.url), "utf8").split("\n")) {
    path = /^ {2}(\/\S*):$/.exec(line)?.[1] ?? path;
    method = /^ {4}(get|put|post|patch|delete):$/.exec(line)?.[1]?.toUpperCase() ?? method;
    const id = /^ {6}operationId: (\w+)$/.exec(line)?.[1];
    if (id) found.push({ method, path, id });
  }
  return found;
}

class Recorder extends Operations {
  sent: string[] = [];
  protected override async send<T>(method: string, path: string): Promise<T> {
    this.sent = [method, path];
    return undefined as T;
  }
}

test("the contract has operations, and each is known", () => {
  assert.ok(contract().length > 20);
  assert.deepEqual([...operations].sort(), contract().map(({ id }) => id).sort());
});

for (const { method, path, id } of contract()) {
  test(`${id} sends ${method} ${path}`, async () => {
    const api = new Recorder();
    const names = [...path.matchAll(/{(\w+)}/g)].map((match) => match[1]!);
    const send = (api as unknown as Record<string, (...values: unknown[]) => Promise<unknown>>)[id];
    assert.ok(send, "there is no such method");
    await send.call(api, ...names.map((name) => `${name}/1`), {}); // the slash needs to be escaped
    assert.deepEqual(api.sent, [method, path.replace(/{(\w+)}/g, "$1%2F1")]);
  });
}
