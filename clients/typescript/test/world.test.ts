// A world, against the built binary.
import assert from "node:assert/strict";
import { test } from "node:test";

import { PlumblineError, Problem, RuleBroken, Simulator } from "../src/index.ts";
import { simulatorTests } from "../src/node-test.ts";
import { prepare, read } from "./altazion.ts";

const worldTest = simulatorTests({ vendors: ["altazion", "deliveryoptimizer"] });

worldTest("a refusal is explained", async (world) => {
  const answer = await read(world.url("altazion"), "BP-9999");
  assert.equal(answer.status, 404);
  const text = await world.explain(answer);
  assert.match(text, /altazion\/read-unknown-is-404/);
  assert.match(text, /document hub\/api\/index\.md, Codes d'erreurs, row 404/);
  assert.deepEqual((await world.refusals()).map((entry) => entry.response.status), [404]);
  assert.deepEqual(await world.journal({ status: 200 }), []);
});

worldTest("entities are seeded and read", async (world) => {
  await world.seed("altazion", { handlers: [{ name: "mine", url: "http://127.0.0.1:9/hook", events: ["PreparationBpr"] }] });
  const state = await world.state<{ handlers: { name: string }[] }>("altazion");
  assert.deepEqual(state.handlers.map((handler) => handler.name), ["mine"]);
});

worldTest("the clock moves", async (world) => {
  assert.equal((await world.clock.freeze()).frozen, true);
  assert.equal((await world.clock.set("2030-01-01T08:00:00Z")).now, "2030-01-01T08:00:00Z");
  assert.equal((await world.clock.advance("10m")).now, "2030-01-01T08:10:00Z");
  assert.equal((await world.clock.scale(60)).scale, 60);
  assert.equal((await world.clock.resume()).scale, 1);
  await assert.rejects(world.clock.set(new Date(0)), (err) => err instanceof Problem && err.status === 400);
});

worldTest("faults strike in their order", async (world) => {
  await world.faults.add({ kind: "refuse-status", status: 503 }, { vendor: "altazion", count: 1 });
  await world.faults.add({ kind: "refuse-status", status: 500 }, { vendor: "altazion", from: 2 });
  const statuses = [];
  for (let i = 0; i < 4; i++) statuses.push((await read(world.url("altazion"))).status);
  assert.deepEqual(statuses, [503, 200, 500, 500]);
  assert.deepEqual((await world.faults.list()).map((fault) => fault.struck), [1, 2]);
  await world.faults.clear();
  assert.equal((await read(world.url("altazion"))).status, 200);
});

worldTest("snapshots bring back what was, and readings are chosen", async (world) => {
  await world.snapshot("before");
  await read(world.url("altazion"));
  await world.restore("before");
  assert.deepEqual(await world.journal(), []);
  assert.equal((await world.dialect())["deliveryoptimizer/expiry"], "stored-only");
  const changed = await world.dialect({ "deliveryoptimizer/expiry": "service-expires-carts" });
  assert.equal(changed["deliveryoptimizer/expiry"], "service-expires-carts");
});

worldTest("notifications are received", async (world) => {
  const received = await world.webhooks();
  await world.seed("altazion", { handlers: [{ name: "oms", url: received.url, events: ["PreparationBpr"] }] });
  await prepare(world.url("altazion"), { "REF-A": 3, "REF-B": 1.5 });
  await world.clock.advance("3s");
  const [notification] = await received.wait();
  assert.equal(notification?.method, "POST");
  const [delivery] = await world.deliveries({ vendor: "altazion", event: "PreparationBpr" });
  assert.equal(delivery?.state, "delivered");
  assert.equal(delivery?.event.body, notification?.body);
  await assert.rejects(received.wait(2, 20), /1 of 2 notifications/);
});

worldTest("a broken rule is told with its passage", async (world) => {
  await prepare(world.url("altazion"), { "REF-A": 2 });
  await world.check();
  await prepare(world.url("altazion"), { "REF-A": 1 }); // a part, not the total
  await assert.rejects(world.check(), (err) => {
    assert.ok(err instanceof RuleBroken);
    assert.deepEqual(err.rules, ["altazion/caller-sends-totals"]);
    assert.match(err.message, /document 000, Remarques, paragraph on combined and repeated calls, line 15/);
    return true;
  });
});

test("the token is sent", async () => {
  const running = await Simulator.start({ vendors: ["bridge"], args: ["--control-token", "not-a-real-token"] });
  try {
    await assert.rejects(running.control.listWorlds(), (err) => err instanceof Problem && err.status === 401);
    const told = new Simulator(running.vendorsURL, running.control.url, "not-a-real-token");
    assert.deepEqual(await told.control.listWorlds(), ["default"]);
    assert.match(await told.control.getMetrics(), /plumbline_build_info/);
  } finally {
    await running.stop();
  }
  await assert.rejects(running.control.getHealth(), /no simulator answers at http:\/\/127\.0\.0\.1:/);
});

test("a start that fails says why", async () => {
  await assert.rejects(Simulator.start({ vendors: ["altazio"] }), /unknown vendor "altazio"/);
  await assert.rejects(Simulator.start({ binary: "no-such-program" }), (err) => {
    return err instanceof PlumblineError && err.message.includes("PLUMBLINE_BIN");
  });
});
