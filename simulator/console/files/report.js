import { h, put, folded, copyable, plural } from "./dom.js";
import { state, get, at, curl } from "./api.js";

let timer;

const order = { broken: 0, "not-seen": 1, "not-judged": 2, kept: 3 };
const tone = { broken: "fail", kept: "pass" };

export async function show(root) {
  const body = h("div");
  const open = new Set();
  const refresh = async () => {
    if (document.hidden) return;
    const r = await get(at("/client-report"));
    put(body, h("p", { class: "lead" }, `${plural(r.requests, "request")}${r.lost ? `, ${r.lost.toLocaleString("en")} of them no longer in the journal` : ""}. `,
      r.vendors.length ? "" : "Send some, and this page tells what your client did right and wrong."),
    r.vendors.map((v) => vendor(v, open)), r.unused.length > 0 && h("p", { class: "soft" }, `Not called: ${r.unused.join(", ")}.`));
  };
  await refresh();
  put(root, h("h2", {}, "Client report"), body, folded("The same as a command", copyable(curl("GET", at("/client-report")))));
  timer = setInterval(() => refresh().catch(() => {}), 3000);
}

export function hide() {
  clearInterval(timer);
}

function vendor(v, open) {
  const rules = [...v.rules].sort((a, b) => (order[a.standing] ?? 2) - (order[b.standing] ?? 2));
  const fold = (key, title, ...inner) => {
    const node = folded(title, ...inner);
    node.open = open.has(v.name + key);
    node.addEventListener("toggle", () => (node.open ? open.add(v.name + key) : open.delete(v.name + key)));
    return node;
  };
  const broken = rules.filter((r) => r.standing === "broken");
  const met = v.coverage.operations.filter((o) => o.calls > 0);
  const name = (m) => h("li", {}, h("code", {}, m.name), ` × ${m.times}`);
  return h("section", { class: "card vendor" }, h("h3", {}, v.name, h("span", { class: "soft" }, ` ${plural(v.requests, "request")}`)),
    broken.length ? h("ul", { class: "rules" }, broken.map(finding)) : h("p", { class: "ok" }, "No rule of the caller is broken."),
    fold("rules", `${plural(rules.length - broken.length, "rule")} kept, not seen or not judged`, h("ul", { class: "rules" }, rules.filter((r) => r.standing !== "broken").map(finding))),
    (v.assumptions || []).length > 0 && fold("assumed", `Rests on ${plural(v.assumptions.length, "assumption")} of ours`, h("ul", { class: "plain" }, v.assumptions.map(name))),
    fold("ops", `${met.length} of ${plural(v.coverage.operations.length, "operation")} met`, h("ul", { class: "plain" }, v.coverage.operations.map((o) =>
      h("li", {}, h("code", {}, o.id), ` × ${o.calls}`, o.errors.length > 0 && h("span", { class: "soft" }, ` errors: ${o.errors.map((m) => `${m.name} × ${m.times}`).join(", ")}`))))),
    v.coverage.codes && fold("codes", `${v.coverage.codes.filter((m) => m.times).length} of ${plural(v.coverage.codes.length, "error code")} met`, h("ul", { class: "plain" }, v.coverage.codes.map(name))),
    fold("decided", `${plural(v.coverage.rules.decided.length, "rule")} of the server decided an answer`, h("ul", { class: "plain" }, v.coverage.rules.decided.map(name))));
}

const finding = (r) => h("li", { class: "rule" }, h("span", { class: `badge ${tone[r.standing] || "mute"}` }, r.standing.replace("-", " ")), " ", h("code", {}, r.id), h("p", {}, r.text), h("p", { class: "soft" }, r.reason),
  (r.brokenBy || []).length > 0 && h("p", {}, "Journal: ", r.brokenBy.slice(0, 20).map((id) => [h("a", { href: `#journal/${encodeURIComponent(state.world)}/${id}` }, id), " "])));
