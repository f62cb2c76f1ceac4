import { h, put, pretty, folded, field, time, plural } from "./dom.js";
import { get, at, form, deed } from "./api.js";

let timer;

const tone = { delivered: "pass", "given-up": "fail" };

export async function show(root) {
  const list = h("div");
  const open = new Set();
  const refresh = async () => {
    if (document.hidden) return;
    const all = await get(at("/deliveries?limit=100"));
    put(list, all.length ? all.map((d) => {
      const node = h("details", { class: `delivery ${tone[d.state] || "warn"}` }, h("summary", {},
        h("span", { class: "id" }, d.id), h("span", { class: "state" }, d.state), h("span", {}, `${d.vendor} ${d.event.name}`), h("span", { class: "path" }, d.event.url),
        h("span", { class: "soft" }, plural(d.tried || 0, "attempt"), d.next && d.state !== "delivered" && d.state !== "given-up" ? [", next ", time(d.next)] : "")),
      h("p", {}, deed("Send it again", "POST", at(`/deliveries/${d.id}/redeliver`), undefined, refresh), d.copyOf && ` a duplicate of ${d.copyOf}`),
      (d.attempts || []).length > 0 && h("ol", { class: "plain attempts" }, d.attempts.map((a) => h("li", {}, time(a.at), " ", h("strong", {}, a.status || "no answer"), a.refused ? " refused: an address inside this machine's own network; --allow-private-webhooks allows it" : a.error && ` ${a.error}`))),
      d.event.body && pretty(d.event.body));
      if (open.has(d.id)) node.open = true;
      node.addEventListener("toggle", () => (node.open ? open.add(d.id) : open.delete(d.id)));
      return node;
    }) : h("p", { class: "note" }, "No notification yet. A vendor sends them to those who subscribed."));
  };
  const duplicate = h("input", { type: "number", min: 0, max: 1, step: 0.05, value: 0 });
  const reorder = h("input", { type: "number", min: 0, max: 1, step: 0.05, value: 0 });
  await refresh();
  put(root, h("h2", {}, "Notifications"), h("p", { class: "lead" }, "What the vendors sent, with each attempt. Retries wait on the world's clock."),
    h("div", { class: "split" }, list, h("div", {}, form("Disturb them", [
      field("Sent twice", duplicate, "probability, 0 to 1"), field("Out of order", reorder, "probability, 0 to 1"),
    ], () => ({ method: "PUT", path: at("/disturbance"), body: { duplicate: Number(duplicate.value), reorder: Number(reorder.value) } }), "Set"))));
  timer = setInterval(() => refresh().catch(() => {}), 2000);
}

export function hide() {
  clearInterval(timer);
}
