import { h, put, folded, copyable, plural } from "./dom.js";
import { state, get, at, deed } from "./api.js";

export async function show(root, [wanted]) {
  const all = await Promise.all(state.vendors.map((name) => get(at(`/vendors/${name}/sample`))));
  put(root, h("h2", {}, "Vendors"), h("p", { class: "lead" }, "Who may call, and requests that work in the order given on a new world."),
    h("div", { class: "cards" }, all.map((u) => card(u, u.vendor === wanted))));
}

// inWorld puts the world into the address of a command.
const inWorld = (command) => state.world === "default" ? command : command.replaceAll(`${state.address}/`, `${state.address}/@${state.world}/`);

function card(u, open) {
  const total = u.entities.reduce((n, g) => n + g.count, 0);
  const details = folded(`Try it: ${plural(u.walk.length, "request")}`, h("ol", { class: "walk" }, u.walk.map((s) => h("li", {}, h("p", {}, s.shows), copyable(inWorld(s.shell))))));
  details.open = open;
  return h("section", { class: "card", "aria-labelledby": `v-${u.vendor}` },
    h("h3", { id: `v-${u.vendor}` }, u.title), h("p", {}, h("code", {}, `${state.address}${state.world === "default" ? "" : `/@${state.world}`}/${u.vendor}`)),
    h("p", { class: "links" }, h("a", { href: `/vendors/${u.vendor}/docs/` }, "Reference"), h("a", { href: `/vendors/${u.vendor}/openapi.yaml` }, "Contract"),
      /^https:/.test(u.document.URL || "") && h("a", { href: u.document.URL, target: "_blank", rel: "noreferrer noopener" }, "Document"),
      h("a", { href: `#entities/${encodeURIComponent(state.world)}/${u.vendor}` }, plural(total, "entity", "entities"))),
    h("h4", {}, "Credentials"), h("dl", { class: "credentials" }, u.credentials.map((c) => [
      h("dt", {}, h("code", {}, [c.name, c.secret].filter(Boolean).join(" / ") || c.token), c.name && c.token && [" or token ", h("code", {}, c.token)]), h("dd", {}, c.may)])),
    details,
    folded(plural(u.operations.length, "operation"), h("ul", { class: "plain ops" }, u.operations.map((o) => h("li", {}, h("code", {}, `${o.method} ${o.path}`), h("span", { class: "soft" }, ` ${o.summary || ""}`))))),
    u.errorCodes.length > 0 && folded(plural(u.errorCodes.length, "error code"), h("p", {}, u.errorCodes.join(", "))),
    Object.keys(u.actions).length > 0 && folded("What may happen from outside", h("ul", { class: "plain" }, Object.entries(u.actions).map(([name, text]) =>
      h("li", { class: "action" }, deed(name, "POST", at(`/vendors/${u.vendor}/actions/${encodeURIComponent(name)}`)), h("span", {}, text))))));
}
