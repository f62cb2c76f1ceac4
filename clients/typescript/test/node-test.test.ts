// The helper for node:test, by tests that run tests: the example, and clients that are wrong on purpose.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Simulator } from "../src/index.ts";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const helper = new URL("../src/node-test.js", import.meta.url).href;
const folder = mkdtempSync(join(root, "clients/typescript/dist/run-"));
after(() => rmSync(folder, { recursive: true }));

const example = (name: string): string => readFileSync(join(root, "examples/typescript", name), "utf8");

/** Runs files as tests, in a process of its own. */
async function run(files: Record<string, string>): Promise<{ code: number; out: string }> {
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text.replace("@plumbline-api/client/node-test", helper));
  }
  const tests = Object.keys(files).filter((name) => name.endsWith(".test.mjs"));
  const env = { ...process.env };
  delete env["NODE_TEST_CONTEXT"]; // of this test, which would take the report
  return new Promise((done) => {
    execFile("node", ["--test", "--test-reporter=tap", ...tests], { cwd: folder, env }, (err, out) => {
      done({ code: err ? 1 : 0, out });
    });
  });
}

test("the example passes", async () => {
  const { code, out } = await run({ "picking.mjs": example("picking.mjs"), "picking.test.mjs": example("picking.test.mjs") });
  assert.equal(code, 0, out);
  assert.match(out, /^# pass 4$/m);
});

test("a broken rule fails the test and is shown", async () => {
  const source = example("picking.mjs");
  const broken = source.replace("(this.#picked.get(reference) ?? 0) + quantity", "quantity");
  assert.notEqual(broken, source);
  const { code, out } = await run({ "picking.mjs": broken, "picking.test.mjs": example("picking.test.mjs") });
  assert.equal(code, 1);
  assert.match(out, /^# pass 3$/m, out);
  assert.match(out, /altazion\/caller-sends-totals: broken/);
  assert.match(out, /document 000, Remarques, paragraph on combined and repeated calls, line 15/);
});

test("a refusal is shown with its passage, and the world stays", async (t) => {
  const simulator = await Simulator.start({ vendors: ["altazion"] });
  t.after(() => simulator.stop());
  const { code, out } = await run({
    "picking.mjs": example("picking.mjs"),
    "refused.test.mjs": `
      import { simulatorTests } from "@plumbline-api/client/node-test";
      import { Simulator } from ${JSON.stringify(new URL("../src/index.js", import.meta.url).href)};
      import { Bon } from "./picking.mjs";
      const simulator = new Simulator(${JSON.stringify(simulator.vendorsURL)}, ${JSON.stringify(simulator.control.url)});
      const worldTest = simulatorTests({ simulator, failOn: "broken" });
      worldTest("picking too much", (world) => new Bon(world.url("altazion"), "BP-1001").pick("REF-A", 99));
      worldTest("on purpose", async (world) => {
        await new Bon(world.url("altazion"), "BP-1001").pick("REF-A", 2);
        await new Bon(world.url("altazion"), "BP-1001").pick("REF-A", 1);
      }, { failOn: undefined });
      worldTest("another failure", () => { throw new Error("mine"); });`,
  });
  assert.equal(code, 1);
  assert.match(out, /plumbline, world t-picking-too-much-/, out);
  assert.match(out, /POST \/altazion\/api\/logistique\/preparation\/prepa\/BP-1001 -> 422 \(journal 1\)/);
  assert.match(out, /altazion\/prepared-more-than-contained decided: .*document 000, Remarques, table of errors, row 422, line 29/);
  assert.match(out, /^ok \d - on purpose$/m);
  assert.match(out, /The simulator refused no request of this test, and its client broke no rule\./);
  const worlds = (await simulator.control.listWorlds()).filter((name) => name.startsWith("t-"));
  assert.deepEqual(worlds.map((name) => name.replace(/-\w+$/, "")), ["t-picking-too-much"]);
});
