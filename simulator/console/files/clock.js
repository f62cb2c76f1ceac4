import { h, put, field, time, plural } from "./dom.js";
import { get, at, form, deed } from "./api.js";

export async function show(root) {
  const now = h("div", { class: "card now" });
  const happened = h("div");
  const refresh = async (answer) => {
    const c = answer || (await get(at("/clock")));
    if (answer) put(happened, h("section", {}, h("h3", {}, `On the way: ${plural(c.firedCount || 0, "event")}`), h("ol", { class: "plain" }, (c.fired || []).slice(0, 200).map((f) =>
      h("li", {}, time(f.at), ` ${f.vendor} `, h("strong", {}, f.timer), f.delivery && ` notification ${f.delivery}`)))));
    put(now, h("p", { class: "big" }, time(c.now)), h("p", { class: "soft" }, c.frozen ? "frozen: it moves when it is told to" : c.scale === 1 ? "follows real time" : `${c.scale} virtual seconds in a real one`),
      h("p", { class: "buttons" }, [["1s"], ["1m"], ["10m"], ["1h"], ["24h"]].map(([d]) => step(`+ ${d}`, { advance: d })), c.frozen || c.scale !== 1 ? step("Resume", { resume: true }) : step("Freeze", { freeze: true })));
  };
  const step = (text, body) => deed(text, "POST", at("/clock"), body, refresh);
  const advance = h("input", { value: "2h" });
  const scale = h("input", { type: "number", min: 0.01, step: "any", value: 60 });
  const set = h("input", { placeholder: "2030-01-01T08:00:00Z" });
  await refresh();
  put(root, h("h2", {}, "Clock"), h("p", { class: "lead" }, "Each world has a virtual clock. Whatever becomes due on the way happens, in order. It never goes back; a snapshot does."),
    h("div", { class: "split" }, h("div", {}, now, happened), h("div", {},
      form("Advance", [field("By", advance, "such as 10m or 1h30m")], () => ({ method: "POST", path: at("/clock"), body: { advance: advance.value } }), "Advance", refresh),
      form("Set", [field("To", set, "a time that is not past")], () => ({ method: "POST", path: at("/clock"), body: { set: set.value } }), "Set", refresh),
      form("Pace", [field("Virtual seconds in a real one", scale)], () => ({ method: "POST", path: at("/clock"), body: { scale: Number(scale.value) } }), "Set the pace", refresh))));
}
