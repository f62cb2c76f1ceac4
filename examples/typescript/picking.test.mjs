// The tests of the picking station, against Plumbline's simulator of Altazion.
import assert from "node:assert/strict";

import { simulatorTests } from "@plumbline-api/client/node-test";

import { Bon, Refused } from "./picking.mjs";

const worldTest = simulatorTests({ vendors: ["altazion"], failOn: "broken" });

worldTest("a bon is picked and shipped", async (world) => {
  const bon = new Bon(world.url("altazion"), "BP-1001");
  await bon.pick("REF-A", 2);
  await bon.pick("REF-A", 1);
  await bon.pick("REF-B", 1.5);
  await world.clock.advance("3s"); // Altazion prepares after a moment
  assert.equal((await bon.read()).Etat, "Préparé");
  await bon.ship();
  await world.clock.advance("3s");
  assert.equal((await bon.read()).EstTermine, true);
});

worldTest("more than the bon contains is refused", async (world) => {
  const bon = new Bon(world.url("altazion"), "BP-1001");
  await assert.rejects(bon.pick("REF-A", 99), Refused);
});

worldTest("the station survives a busy server", async (world) => {
  await world.faults.add({ kind: "refuse-status", status: 503, body: '{"Message": "busy"}' }, { vendor: "altazion", count: 1 });
  const bon = new Bon(world.url("altazion"), "BP-1001");
  await assert.rejects(bon.read(), /503/);
  assert.equal((await bon.read()).Numero, "BP-1001");
});

worldTest("a subscriber hears of the preparation", async (world) => {
  const received = await world.webhooks();
  await world.seed("altazion", { handlers: [{ name: "oms", url: received.url, events: ["PreparationBpr"] }] });
  const bon = new Bon(world.url("altazion"), "BP-1001");
  await bon.pick("REF-A", 3);
  await bon.pick("REF-B", 1.5);
  await world.clock.advance("3s");
  const [notification] = await received.wait();
  assert.equal(notification.method, "POST");
});
