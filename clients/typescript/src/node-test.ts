// The helper for node:test: a simulator for a file of tests, a world for each test.
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";

import { brokenRules, explainEntry, explainRule, type FailOn } from "./explain.ts";
import { Simulator, type StartOptions } from "./simulator.ts";
import { RuleBroken, type World } from "./world.ts";

/** What a test of simulatorTests may set. */
export interface TestOptions extends StartOptions {
  /** Fails a test whose client breaks a rule (broken), or also leaves one untested (not-seen). */
  failOn?: FailOn | undefined;
  /** A simulator that runs already, in place of one that is started. */
  simulator?: Simulator;
}

/** A test against a world of its own. A failure has the rules and passages behind the requests that were refused. */
export type WorldTest = (
  name: string,
  fn: (world: World) => Promise<void> | void,
  options?: Pick<TestOptions, "failOn">,
) => Promise<void>;

/** Starts a simulator before the tests of this file, and ends it after them. */
export function simulatorTests(options: TestOptions = {}): WorldTest {
  let simulator: Simulator;
  before(async () => {
    simulator = options.simulator ?? (await Simulator.start(options));
  });
  after(async () => {
    await simulator?.stop();
  });
  return (name, fn, own) =>
    test(name, async () => {
      const world = simulator.world(worldName(name));
      let failed: unknown;
      try {
        await fn(world);
        const failOn = own && "failOn" in own ? own.failOn : options.failOn;
        if (failOn) await world.check(failOn);
      } catch (err) {
        failed = err;
      }
      if (failed === undefined) {
        await world.drop();
        return;
      }
      await world.close();
      throw await explained(failed, world);
    });
}

/** How many refusals are shown with a failed test, the last ones. */
const shown = 5;

/** Adds to a failure what the simulator knows. Its own kind, stack and operands stay. */
async function explained(failed: unknown, world: World): Promise<unknown> {
  if (!(failed instanceof Error)) return failed;
  const refusals = await world.refusals();
  const broken = brokenRules(await world.clientReport());
  const parts = refusals.slice(-shown).map(explainEntry);
  if (refusals.length > shown) parts.unshift(`${refusals.length} requests were refused; the last ${shown}:`);
  // What the failure itself says is not said twice.
  const told = failed instanceof RuleBroken ? failed.rules : [];
  parts.push(...broken.filter((rule) => !told.includes(rule.id)).map(explainRule));
  if (refusals.length === 0 && broken.length === 0) {
    parts.push("The simulator refused no request of this test, and its client broke no rule.");
  }
  if (parts.length > 0) {
    const before = failed.message;
    failed.message += `\nplumbline, world ${world.name}:\n${parts.join("\n")}`;
    // The stack repeats the message that it was made with.
    if (failed.stack) failed.stack = failed.stack.replace(before, () => failed.message);
  }
  return failed;
}

/** Names a world so that it can be read, and is no other test's or run's. */
function worldName(test: string): string {
  const readable = test.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40);
  return `t-${readable}-${randomBytes(4).toString("hex")}`;
}
