import { h, put, pretty, json, folded, copyable, time, plural } from "./dom.js";
import { state, request, get, at, curl } from "./api.js";

const kept = 1000; // rows that the page keeps
let rows = [];
let skipped = 0;
let stopping;
let panel; // what is shown, while it is

// follow reads the world's journal as it grows.
export async function follow(tell) {
  if (stopping) stopping.abort();
  const stop = (stopping = new AbortController());
  const world = state.world;
  let after = 0;
  rows = [];
  skipped = 0;
  if (panel) panel.reset();
  while (!stop.signal.aborted) {
    try {
      tell("connecting", "wait");
      const response = await request("GET", `/worlds/${encodeURIComponent(world)}/journal-stream?after=${after}`, undefined, { signal: stop.signal });
      tell("live", "on");
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ""; ;) {
        const { value, done } = await reader.read();
        if (done) break;
        const events = (rest + value).split("\n\n");
        rest = events.pop();
        for (const event of events) after = take(event, after);
      }
    } catch { /* it is tried again */ }
    if (!stop.signal.aborted) {
      tell("not connected", "off");
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

export function pause(tell) {
  if (stopping) stopping.abort();
  tell("paused while hidden", "wait");
}

// take reads one event, and returns the number of the last entry.
function take(event, after) {
  const parts = Object.fromEntries(event.split("\n").map((line) => line.split(/: (.*)/s)));
  if (parts.event === "reset") {
    rows = [];
    if (panel) panel.reset();
    return 0;
  }
  if (parts.event !== "entries") return after;
  const { entries, skipped: left } = JSON.parse(parts.data);
  skipped += left || 0;
  rows.push(...entries);
  if (rows.length > kept) rows.splice(0, rows.length - kept);
  if (panel) panel.add(entries);
  return Number(parts.id);
}

const kind = (e) => (e.status === 0 || e.status >= 500 ? "fail" : e.status >= 400 || e.refusedBy ? "warn" : "pass");

const why = (e) => e.fault ? `fault: ${e.fault}` : e.refusedBy || (e.status >= 400 && e.breach ? `contract: ${e.breach}` : "") ||
  (!e.operation && e.nearest ? `no such operation; nearest: ${e.nearest[0]}` : "");

function row(e, choose) {
  const reason = why(e);
  const path = e.url.replace(/^\/@[^/]+/, "");
  return h("li", { "data-id": e.id }, h("button", { type: "button", class: kind(e), onclick: () => choose(e.id) },
    h("span", { class: "id" }, e.id), h("span", { class: "status" }, e.status || "—"), h("span", { class: "method" }, e.method),
    h("span", { class: "path" }, path), e.assumed && h("span", { class: "tag mute", title: "An assumption of ours decided: no document says it" }, "assumed"),
    e.changes > 0 && h("span", { class: "tag mute", title: `${plural(e.changes, "entity", "entities")} changed` }, `Δ ${e.changes}`),
    reason && h("span", { class: "why" }, reason)));
}

export async function show(root, [id]) {
  const list = h("ol", { class: "rows", "aria-label": "Requests, the newest first" });
  const detail = h("section", { class: "detail", "aria-label": "The chosen request" });
  const count = h("p", { class: "count", role: "status" });
  const search = h("input", { type: "search", placeholder: "Filter: path, method, status, rule", "aria-label": "Filter the requests" });
  const only = h("input", { type: "checkbox" });
  const hold = h("input", { type: "checkbox" });
  const fits = (e) => (!only.checked || e.status >= 400 || e.status === 0 || e.refusedBy) &&
    search.value.toLowerCase().split(/\s+/).every((w) => `${e.method} ${e.url} ${e.status} ${e.operation || ""} ${why(e)}`.toLowerCase().includes(w));
  let chosen = 0;
  let pending = [];
  let drawn = false;
  const choose = async (number) => {
    chosen = number;
    mark();
    history.replaceState(null, "", `#journal/${encodeURIComponent(state.world)}/${number}`);
    put(detail, h("p", { class: "note" }, "Loading …"));
    try {
      await explain(detail, number);
    } catch (error) {
      put(detail, h("p", { class: "note wrong" }, error.message));
    }
    if (matchMedia("(max-width: 60rem)").matches) detail.scrollIntoView({ block: "start" });
  };
  const mark = () => {
    for (const item of list.children) item.firstChild.setAttribute("aria-current", Number(item.dataset.id) === chosen);
  };
  const tell = () => {
    count.textContent = list.children.length ? `${plural(list.children.length, "request")} shown${skipped ? `, ${skipped.toLocaleString("en")} passed by too fast to list` : ""}` : "";
    if (rows.length) return;
    put(list, h("li", { class: "note" }, "No request yet. Send one: the panel ", h("a", { href: `#vendors/${encodeURIComponent(state.world)}` }, "Vendors"), " has commands that work."));
  };
  const redraw = () => {
    put(list, rows.filter(fits).slice(-300).reverse().map((e) => row(e, choose)));
    mark();
    tell();
  };
  const flush = () => {
    drawn = false;
    const fresh = pending.filter(fits).slice(-300);
    pending = [];
    list.querySelector(".note")?.remove();
    const nodes = fresh.reverse().map((e) => row(e, choose));
    list.prepend(...nodes);
    while (list.children.length > 300) list.lastChild.remove();
    tell();
  };
  panel = {
    add: (entries) => {
      if (hold.checked) return;
      pending.push(...entries);
      if (!drawn) requestAnimationFrame(flush);
      drawn = true;
    },
    reset: () => {
      pending = [];
      redraw();
      put(detail);
    },
  };
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextSibling", j: "nextSibling", ArrowUp: "previousSibling", k: "previousSibling" }[event.key];
    const item = step && event.target.closest("li")?.[step];
    if (item?.firstChild.focus) {
      event.preventDefault();
      item.firstChild.focus();
    }
  });
  search.addEventListener("input", redraw);
  only.addEventListener("change", redraw);
  hold.addEventListener("change", () => hold.checked || redraw());
  put(root, h("h2", { class: "unseen" }, "Journal"), h("div", { class: "journal" },
    h("section", { class: "list", "aria-label": "Requests" },
      h("div", { class: "tools" }, search, h("label", { class: "check" }, only, "refusals only"), h("label", { class: "check" }, hold, "hold still")),
      count, list), detail));
  redraw();
  if (id) await choose(Number(id));
  else put(detail, h("p", { class: "note" }, "Choose a request to see what decided, and where the document says so."));
}

export function hide() {
  panel = undefined;
}

const deciding = (e) => {
  const list = e.consulted.filter((c) => c.outcome === "decided");
  return list.sort((a, b) => (b.rule === e.refusedBy) - (a.rule === e.refusedBy));
};

function ruleCard(c, e) {
  const link = /^https?:\/\//.test(c.url || "") && h("a", { href: c.url, rel: "noreferrer noopener", target: "_blank" }, `document ${c.document}, ${c.place}`);
  return h("li", { class: `rule ${c.rule === e.refusedBy ? "decisive" : ""}` }, h("code", {}, c.rule),
    c.rule === e.refusedBy && h("span", { class: "tag" }, "refused it"),
    c.basis === "assumed" && h("span", { class: "tag warn" }, "assumed: no document says it"),
    c.text && h("p", {}, c.text), c.place && h("p", { class: "cite" }, link || `document ${c.document}, ${c.place}`));
}

function message(title, m) {
  const headers = Object.entries(m.header || {}).flatMap(([name, values]) => values.map((v) => `${name}: ${v}`)).join("\n");
  return h("section", {}, h("h3", {}, title), headers && folded(plural(headers.split("\n").length, "header"), h("pre", { tabindex: 0 }, headers)),
    m.body ? pretty(m.body) : h("p", { class: "soft" }, m.size ? `${plural(m.size, "byte")}, ${plural(m.elements || 0, "element")}, not kept` : "No body."),
    m.truncated && h("p", { class: "soft" }, "The journal keeps only a part of it."));
}

// members sets the members of an entity before and after side by side.
function changed(c) {
  const simple = (v) => v !== null && typeof v === "object" && !Array.isArray(v);
  const done = c.before === undefined ? "came into being" : c.after === undefined ? "went" : "changed";
  const title = h("h4", {}, h("code", {}, `${c.kind} ${c.key}`), ` ${done}`);
  if (!simple(c.before) || !simple(c.after)) return h("div", { class: "change" }, title, json(c.after === undefined ? c.before : c.after));
  const names = [...new Set([...Object.keys(c.before), ...Object.keys(c.after)])].filter((n) => JSON.stringify(c.before[n]) !== JSON.stringify(c.after[n]));
  const cell = (v) => h("td", {}, v === undefined ? h("span", { class: "soft" }, "absent") : json(v));
  return h("div", { class: "change" }, title, h("div", { class: "wide", tabindex: "0" }, h("table", {}, h("thead", {}, h("tr", {}, ["member", "before", "after"].map((t) => h("th", { scope: "col" }, t)))),
    h("tbody", {}, names.map((n) => h("tr", {}, h("th", { scope: "row" }, n), cell(c.before[n]), cell(c.after[n])))))));
}

async function explain(detail, id) {
  const path = at(`/journal/${id}`);
  const e = await get(path);
  const rules = deciding(e);
  const held = e.consulted.filter((c) => c.outcome !== "decided");
  put(detail, h("header", {}, h("h2", { tabindex: -1 }, h("span", { class: `status ${kind({ ...e, status: e.response.status || 0 })}` }, e.response.status || "no answer"), ` ${e.request.method} `, h("span", { class: "path" }, e.request.url)),
    h("p", { class: "soft" }, `${e.vendor} · ${e.operation || "no operation of the contract"} · journal ${e.id} · `, time(e.at))),
  e.fault && h("p", { class: "banner" }, `A fault struck: ${e.fault}`),
  e.nearest && h("p", { class: "banner" }, `No operation has this path and method. The nearest: ${e.nearest.join(", ")}`),
  (e.breaches || []).length > 0 && h("section", {}, h("h3", {}, "Where it breaks the contract"), h("ul", { class: "plain" }, e.breaches.map((b) => h("li", {}, h("code", {}, b.at), ` ${b.message}`, b.pointer && h("p", { class: "cite" }, b.pointer))))),
  rules.length > 0 && h("section", {}, h("h3", {}, "What decided"), h("ul", { class: "rules" }, rules.slice(0, 3).map((c) => ruleCard(c, e))),
    rules.length > 3 && folded(`${rules.length - 3} more that decided`, h("ul", { class: "rules" }, rules.slice(3).map((c) => ruleCard(c, e))))),
  held.length > 0 && folded(`${plural(held.length, "rule")} asked and kept`, h("ul", { class: "rules" }, held.map((c) => ruleCard(c, e)))),
  (e.changes || []).length > 0 && h("section", {}, h("h3", {}, "Entities before and after"), e.changes.map(changed)),
  h("div", { class: "pair" }, message("Request", e.request), message("Response", e.response)),
  folded("In words", h("ul", { class: "plain" }, e.explanation.map((line) => h("li", {}, line)))),
  folded("As commands", h("p", { class: "soft" }, "This entry:"), copyable(curl("GET", path)), h("p", { class: "soft" }, "The request again; secrets are left out of the journal:"), copyable(again(e))));
}

// again is the request as a command.
function again(e) {
  const quote = (w) => `'${w.replaceAll("'", `'\\''`)}'`;
  const words = ["curl", "-sS", "-X", e.request.method];
  for (const [name, values] of Object.entries(e.request.header || {})) {
    if (["Accept-Encoding", "Content-Length", "User-Agent", "Connection"].includes(name)) continue;
    for (const v of values) words.push("-H", quote(`${name}: ${v}`));
  }
  if (e.request.body) words.push("-d", quote(e.request.body));
  words.push(quote(state.address + e.request.url));
  return words.join(" ");
}
