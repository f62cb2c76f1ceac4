import { h, put } from "./dom.js";
import { state, get, request, at } from "./api.js";
import * as journal from "./journal.js";
import * as vendors from "./vendors.js";
import * as entities from "./entities.js";
import * as deliveries from "./deliveries.js";
import * as faults from "./faults.js";
import * as clock from "./clock.js";
import * as readings from "./readings.js";
import * as report from "./report.js";
import * as worlds from "./worlds.js";

const panels = [
  ["journal", "Journal", journal], ["vendors", "Vendors", vendors], ["entities", "Entities", entities],
  ["deliveries", "Notifications", deliveries], ["faults", "Faults", faults], ["clock", "Clock", clock],
  ["readings", "Readings", readings], ["report", "Client report", report], ["worlds", "Worlds", worlds],
];

const root = document.getElementById("panel");
let shown;

// The address after # names the panel and the world: it can be kept and sent.
function route() {
  const [name, world, ...rest] = location.hash.slice(1).split("/").map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return "";
    }
  });
  return { panel: panels.find((p) => p[0] === name) || panels[0], world: world || "default", rest };
}

async function show() {
  const { panel: [name, title, panel], world, rest } = route();
  const moved = state.world !== world;
  state.world = world;
  document.getElementById("world").value = world;
  put(document.getElementById("tabs"), panels.map(([id, text]) =>
    h("li", {}, h("a", { href: `#${id}/${encodeURIComponent(world)}`, "aria-current": id === name && "page" }, text))));
  document.querySelector("nav [aria-current]").scrollIntoView({ block: "nearest", inline: "center" });
  document.title = `${title} · ${world} · Plumbline console`;
  if (shown?.hide) shown.hide();
  shown = panel;
  if (moved) journal.follow(live);
  put(root, h("p", { class: "note" }, "Loading …"));
  try {
    await panel.show(root, rest);
  } catch (error) {
    put(root, h("p", { class: "note wrong", role: "alert" }, error.message));
  }
  tick();
}

function live(words, kind) {
  const node = document.getElementById("live");
  node.textContent = words;
  node.className = `live ${kind}`;
}

async function tick() {
  if (document.hidden) return;
  try {
    const c = await get(at("/clock"));
    const how = c.frozen ? "frozen" : c.scale === 1 ? "running" : `× ${c.scale}`;
    put(document.getElementById("clock"), h("span", {}, c.now.slice(0, 19).replace("T", " ")), " ", h("em", {}, how));
  } catch { /* the stream tells that the simulator is away */ }
}

document.getElementById("world").addEventListener("change", (event) => {
  const name = event.target.value.trim() || "default";
  location.hash = `#${route().panel[0]}/${encodeURIComponent(name)}`;
});
document.getElementById("world").addEventListener("focus", async () => {
  put(document.getElementById("worlds"), (await get("/worlds")).map((name) => h("option", { value: name })));
});
window.addEventListener("hashchange", show);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) journal.pause(live);
  else {
    journal.follow(live);
    tick();
  }
});

const health = await (await request("GET", "/health")).json();
state.vendors = health.vendors.map((v) => v.name);
state.address = health.address || "";
state.world = route().world;
journal.follow(live);
await show();
setInterval(tick, 2000);
