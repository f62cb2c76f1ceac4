import { h, put, field, select } from "./dom.js";
import { state, get, at, form, act } from "./api.js";

export async function show(root) {
  const [all, strictness] = await Promise.all([Promise.all(state.vendors.map((name) => get(at(`/vendors/${name}/sample`)))), get(at("/strictness"))]);
  const search = h("input", { type: "search", placeholder: "Filter: rule or words", "aria-label": "Filter the rules" });
  const list = h("div");
  const draw = () => put(list, all.map((u) => {
    const fits = u.readings.filter((r) => `${r.rule} ${r.text}`.toLowerCase().includes(search.value.toLowerCase()));
    return fits.length > 0 && h("section", {}, h("h3", {}, u.title), fits.map(reading));
  }));
  const rule = h("input", { placeholder: "VENDOR:/POINTER#CLASS", spellcheck: false });
  const does = select(["tolerates", "refuses"], "tolerates");
  search.addEventListener("input", draw);
  draw();
  const again = () => show(root);
  put(root, h("h2", {}, "Readings and strictness"), h("p", { class: "lead" }, "Where a document can be understood in several ways, the world speaks one reading of the rule."),
    h("div", { class: "split" }, h("div", {}, search, list), h("div", {},
      h("section", { class: "card" }, h("h3", {}, "Strictness"), h("p", { class: "soft" }, "Breaches that no document settles are refused, but for these:"),
        h("ul", { class: "plain strict" }, Object.entries(strictness).map(([key, value]) => h("li", {}, h("code", {}, key),
          select(["tolerates", "refuses"], value, { "aria-label": `What the world does with ${key}`, onchange: (event) => act("PATCH", at("/dialect"), { [key]: event.target.value }) })))),
        Object.keys(strictness).length === 0 && h("p", {}, "None.")),
      form("Another breach", [field("Place and class", rule, "as the journal tells the place of a breach"), field("The world", does)],
        () => ({ method: "PATCH", path: at("/dialect"), body: { [rule.value]: does.value } }), "Set", again))));
}

function reading(r) {
  const id = `r-${r.rule}`;
  return h("fieldset", { class: "card" }, h("legend", {}, h("code", {}, r.rule)), h("p", {}, r.text), r.readings.map((x) => {
    const box = h("input", { type: "radio", name: id, value: x.name, checked: x.name === r.speaks, onchange: () => act("PATCH", at("/dialect"), { [r.rule]: x.name }, () => (r.speaks = x.name)) });
    return h("label", { class: "choice" }, box, h("span", {}, h("strong", {}, x.name), " ", x.text));
  }));
}
