import { h, put, folded, pretty, field, select, plural } from "./dom.js";
import { state, request, get, at, form } from "./api.js";

let timer;

export async function show(root, [wanted]) {
  const vendor = state.vendors.includes(wanted) ? wanted : state.vendors[0];
  const drawn = h("div", { class: "drawings" });
  const groups = h("div", { class: "wide", tabindex: "0" });
  const refresh = async () => {
    if (document.hidden) return;
    const u = await get(at(`/vendors/${vendor}/sample`));
    put(groups, h("table", {}, h("thead", {}, h("tr", {}, ["Kind", "State", "How many", "Keys"].map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", {}, u.entities.map((g) => h("tr", {}, h("th", { scope: "row" }, g.kind), h("td", {}, g.state || "–"), h("td", {}, g.count),
        h("td", { class: "keys" }, h("code", {}, (g.keys || []).slice(0, 12).join(" · ")), g.count > 12 && h("span", { class: "soft" }, ` and ${g.count - 12} more`)))))));
    const pictures = await Promise.all(u.lifecycles.map(async (entity) => {
      const svg = new DOMParser().parseFromString(await (await request("GET", at(`/vendors/${vendor}/diagrams/${encodeURIComponent(entity)}`))).text(), "image/svg+xml");
      return h("figure", { class: "card" }, h("figcaption", {}, entity), document.adoptNode(svg.documentElement));
    }));
    put(drawn, pictures);
  };
  const whole = h("div");
  const details = folded("All of it, as a seed document", whole);
  details.addEventListener("toggle", async () => {
    if (!details.open) return;
    const page = await request("GET", at(`/vendors/${vendor}/state`));
    put(whole, pretty(await page.text()), page.headers.get("Link") && h("p", { class: "soft" }, "There is more than this first page."));
  });
  const document_ = h("textarea", { rows: 8, spellcheck: false, value: "{\n}" });
  const chooser = select(state.vendors, vendor, { "aria-label": "Vendor", onchange: (event) => {
    location.hash = `#entities/${encodeURIComponent(state.world)}/${event.target.value}`;
  } });
  await refresh();
  put(root, h("div", { class: "head" }, h("h2", {}, "Entities"), chooser),
    h("p", { class: "lead" }, "What the vendor holds in this world now. Lines that were passed are whole, others dashed."),
    h("div", { class: "split" }, h("div", {}, groups, details,
      form("Add entities", [field("Seed document (JSON)", document_, `Members are those of the vendor's seed; an unknown one is refused.`)], () => {
        JSON.parse(document_.value);
        return { method: "POST", path: at(`/vendors/${vendor}/seed`), body: document_.value };
      }, "Add", refresh)), drawn));
  timer = setInterval(() => refresh().catch(() => {}), 2000);
}

export function hide() {
  clearInterval(timer);
}
