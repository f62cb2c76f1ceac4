// Nodes are made of text: nothing that a caller sent becomes markup.
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" && "value" in node) node.value = value;
    else if (name === "checked") node.checked = true;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((c) => c !== undefined && c !== null && c !== false));
  return node;
}

export const put = (node, ...children) => node.replaceChildren(...children.flat(Infinity).filter((c) => c !== undefined && c !== null && c !== false));

let fields = 0;

// A labelled control, with a word of help below it.
export function field(label, control, help) {
  const id = `f${++fields}`;
  control.id = id;
  if (help) control.setAttribute("aria-describedby", `${id}-help`);
  return h("div", { class: "field" }, h("label", { for: id }, label), control, help && h("small", { id: `${id}-help` }, help));
}

export const select = (options, value, props = {}) =>
  h("select", props, options.map((o) => {
    const [name, text] = Array.isArray(o) ? o : [o, o];
    const option = h("option", { value: name }, text);
    if (name === value) option.selected = true;
    return option;
  }));

export const plural = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || `${one}s`}`;

export const time = (iso) => h("time", { datetime: iso, title: iso }, iso.replace("T", " ").replace(/(\.\d{3})\d*/, "$1").replace("Z", ""));

const tokens = /"(?:\\.|[^"\\])*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/g;

// pretty lays JSON out and keeps each token as it came: numbers and escapes too.
export function pretty(text) {
  const pre = h("pre", { tabindex: 0 });
  try {
    JSON.parse(text);
  } catch {
    pre.append(text);
    return pre;
  }
  let depth = 0;
  const list = text.match(tokens) || [];
  const line = () => "\n" + "  ".repeat(depth);
  list.forEach((t, i) => {
    const next = list[i + 1];
    if (t === "{" || t === "[") {
      depth++;
      pre.append(t, next === "}" || next === "]" ? "" : line());
    } else if (t === "}" || t === "]") {
      depth--;
      const empty = list[i - 1] === "{" || list[i - 1] === "[";
      pre.append((empty ? "" : line()) + t);
    } else if (t === ",") pre.append("," + line());
    else if (t === ":") pre.append(": ");
    else pre.append(h("span", { class: t[0] === '"' ? (next === ":" ? "name" : "text") : "value" }, t));
  });
  return pre;
}

export const json = (value) => pretty(JSON.stringify(value));

export const folded = (title, ...inner) => h("details", {}, h("summary", {}, title), ...inner);

export function copyable(text) {
  const button = h("button", { type: "button", class: "small", onclick: async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select it to copy";
    }
    setTimeout(() => (button.textContent = "Copy"), 1500);
  } }, "Copy");
  return h("div", { class: "curl" }, h("code", {}, text), button);
}
