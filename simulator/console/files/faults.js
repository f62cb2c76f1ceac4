import { h, put, field, select, json, folded, plural } from "./dom.js";
import { state, get, at, form, deed } from "./api.js";

const kinds = [
  ["refuse-status", "refuse with a status", ["status", "header", "text"]], ["refuse-documented", "refuse as the vendor documents it", ["rule", "code"]],
  ["refuse-reset", "break the connection, nothing done", []], ["answer-latency", "answer late", ["delay"]],
  ["answer-virtual-latency", "note that it took long", ["delay"]], ["answer-status", "do it, answer another status", ["status", "header", "text"]],
  ["answer-reset", "do it, break the connection", []], ["answer-truncated", "answer half of the body", []], ["answer-malformed", "answer what is no JSON", []],
  ["answer-content-type", "answer with another type", ["contentType"]], ["answer-slow", "answer in small pieces", ["delay", "chunk"]],
];

export async function show(root) {
  const list = h("div");
  const told = new Map();
  const about = async (vendor) => {
    if (vendor && !told.has(vendor)) told.set(vendor, await get(at(`/vendors/${vendor}/sample`)));
    return told.get(vendor);
  };
  let faults = [];
  const bare = (all) => all.map(({ matched, struck, ...f }) => f);
  const refresh = async () => {
    faults = await get(at("/faults"));
    put(list, faults.length ? h("ol", { class: "plain faults" }, faults.map((f, i) => h("li", { class: "card" },
      h("p", {}, h("strong", {}, f.effect.kind), ` ${[f.vendor || "any vendor", f.operation].filter(Boolean).join(" ")}`),
      h("p", { class: "soft" }, `matched ${f.matched || 0}, struck ${f.struck || 0}${f.count ? ` of at most ${f.count}` : ""}${f.probability !== undefined ? `, probability ${f.probability}` : ""}`),
      folded("As JSON", json(f)), deed("Remove", "PUT", at("/faults"), bare(faults.filter((_, j) => j !== i)), refresh)))) : h("p", { class: "note" }, "No fault: the vendors answer as they are."));
  };
  const vendor = select([["", "any"], ...state.vendors], "");
  const operation = select([["", "any request"]], "");
  const kind = select(kinds, "refuse-status");
  const inputs = {
    status: field("Status", h("input", { type: "number", min: 200, max: 599, value: 503 })), header: field("Header", h("input", { placeholder: "Retry-After: 1" })),
    text: field("Body", h("input", {})), delay: field("Delay", h("input", { value: "2s" }), "such as 250ms"), chunk: field("Bytes at once", h("input", { type: "number", min: 0, value: 16 })),
    contentType: field("Type", h("input", { value: "text/html" })), rule: field("Rule", select([["", "choose a vendor first"]], ""), "whose refusal is answered"),
    code: field("or error code", h("input", {}), "of the vendor"),
  };
  const input = (name) => inputs[name].querySelector("input,select").value.trim();
  const count = h("input", { type: "number", min: 0, value: 1 });
  const probability = h("input", { type: "number", min: 0, max: 1, step: 0.05, value: 1 });
  const fit = () => {
    const shown = kinds.find((k) => k[0] === kind.value)[2];
    for (const [name, node] of Object.entries(inputs)) node.hidden = !shown.includes(name);
  };
  kind.addEventListener("change", fit);
  vendor.addEventListener("change", async () => {
    const u = await about(vendor.value);
    const options = (select_, first, names) => select_.replaceChildren(...[h("option", { value: "" }, first), ...names.map((n) => h("option", { value: n }, n))]);
    options(operation, "any request", u ? u.operations.map((o) => o.id) : []);
    options(inputs.rule.querySelector("select"), u ? "choose" : "choose a vendor first", u ? u.refusals : []);
  });
  fit();
  const build = () => {
    const effect = { kind: kind.value };
    for (const name of kinds.find((k) => k[0] === kind.value)[2]) {
      const v = input(name);
      if (v === "") continue;
      if (name === "status" || name === "chunk") effect[name] = Number(v);
      else if (name === "header") {
        const [key, ...value] = v.split(":");
        effect.header = { [key.trim()]: value.join(":").trim() };
      } else effect[name === "text" ? "body" : name] = v;
    }
    const fault = { effect };
    if (vendor.value) fault.vendor = vendor.value;
    if (operation.value) fault.operation = operation.value;
    if (Number(count.value) > 0) fault.count = Number(count.value);
    if (Number(probability.value) < 1) fault.probability = Number(probability.value);
    return { method: "PUT", path: at("/faults"), body: [...bare(faults), fault] };
  };
  await refresh();
  const hostile = select([["false", "answer as ever"], ["true", "vary what the contracts leave free"]], String((await get(at("/latitude"))).hostile));
  put(root, h("h2", {}, "Faults"), h("p", { class: "lead" }, "The first that strikes a request wins. What refuses happens before the vendor's service; what answers, after it took effect."),
    h("div", { class: "split" }, h("div", {}, list), h("div", {},
      form("Add a fault", [field("Vendor", vendor), field("Operation", operation), field("Effect", kind), Object.values(inputs),
        field("How often", count, "0: without end"), field("Probability", probability)], build, "Add it", refresh),
      form("Latitude", [field("Answers", hostile, "such as the order of members")], () => ({ method: "PUT", path: at("/latitude"), body: { hostile: hostile.value === "true" } }), "Set"))));
}
