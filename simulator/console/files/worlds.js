import { h, put, field } from "./dom.js";
import { state, get, at, form, deed, curl } from "./api.js";

export async function show(root) {
  const list = h("div");
  const kept = h("div");
  const refresh = async () => {
    const [worlds, snapshots] = await Promise.all([get("/worlds"), get(at("/snapshots"))]);
    put(list, worlds.length ? h("ul", { class: "plain lines" }, worlds.map((name) => h("li", {},
      h("a", { href: `#journal/${encodeURIComponent(name)}`, "aria-current": name === state.world && "true" }, name),
      drop(name, refresh)))) : h("p", { class: "note" }, "No world has been used yet."));
    put(kept, snapshots.length ? h("ul", { class: "plain lines" }, snapshots.map((name) => h("li", {}, h("span", {}, name), h("span", {},
      deed("Restore", "POST", at(`/snapshots/${encodeURIComponent(name)}/restore`), undefined, refresh), " ",
      deed("Forget", "DELETE", at(`/snapshots/${encodeURIComponent(name)}`), undefined, refresh))))) : h("p", { class: "note" }, "No snapshot of this world."));
  };
  const snapshot = h("input", { value: "before" });
  const to = h("input", { value: `${state.world}-2` });
  await refresh();
  put(root, h("h2", {}, "Worlds"), h("p", { class: "lead" }, "A world is an isolated copy of all vendors, made on first use. Requests name it in the path, /@NAME/VENDOR/…, or in the header Plumbline-World."),
    h("div", { class: "split" }, h("section", { class: "card" }, h("h3", {}, "In use"), list), h("div", {},
      h("section", { class: "card" }, h("h3", {}, `Snapshots of ${state.world}`), kept),
      form("Take a snapshot", [field("Name", snapshot)], () => ({ method: "PUT", path: at(`/snapshots/${encodeURIComponent(snapshot.value)}`) }), "Take it", refresh),
      form("Copy the world", [field("To", to, "what that world held is forgotten")], () => ({ method: "POST", path: at("/fork"), body: { to: to.value } }), "Copy", refresh))));
}

// drop asks once more: what is in the world is gone then.
function drop(name, done) {
  const path = `/worlds/${encodeURIComponent(name)}`;
  const button = h("button", { type: "button", class: "danger", title: curl("DELETE", path), onclick: () => {
    button.replaceWith(deed(`Drop ${name} and its snapshots`, "DELETE", path, undefined, done, { class: "danger" }));
  } }, "Drop …");
  return button;
}
