import { h, put, copyable } from "./dom.js";

// What all panels share.
export const state = { world: "default", vendors: [], address: "" };

const tokenKey = "plumbline.token";
const token = () => sessionStorage.getItem(tokenKey) || "";

const headers = (body) => ({
  ...(body !== undefined ? { "Content-Type": "application/json" } : {}),
  ...(token() ? { Authorization: `Bearer ${token()}` } : {}),
});

let asking;

// ask shows the dialog for the token, once for all that wait for it.
function ask() {
  if (!asking) {
    const dialog = document.getElementById("token");
    document.getElementById("token-wrong").hidden = !token();
    asking = new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        sessionStorage.setItem(tokenKey, document.getElementById("token-value").value);
        asking = undefined;
        resolve();
      }, { once: true });
      dialog.showModal();
    });
  }
  return asking;
}

// request asks the control API. Writes have a JSON type, with or without a body.
export async function request(method, path, body, options = {}) {
  const writes = method !== "GET";
  const sent = writes && body === undefined ? "" : body;
  for (;;) {
    const response = await fetch(path, {
      method, headers: headers(sent), cache: "no-store", ...options,
      ...(sent ? { body: typeof sent === "string" ? sent : JSON.stringify(sent) } : {}),
    });
    if (response.status === 401) {
      await ask();
      continue;
    }
    if (!response.ok) {
      let detail = response.statusText;
      try {
        detail = (await response.json()).detail || detail;
      } catch { /* not the control API's own answer */ }
      throw new Error(`${response.status}: ${detail}`);
    }
    return response;
  }
}

export async function get(path) {
  const response = await request("GET", path);
  return response.json();
}

export const at = (rest) => `/worlds/${encodeURIComponent(state.world)}${rest}`;

const quoted = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

// curl is the command that does the same.
export function curl(method, path, body) {
  const words = ["curl", "-sS"];
  if (method !== "GET") words.push("-X", method, "-H", "'Content-Type: application/json'");
  if (token()) words.push("-H", '"Authorization: Bearer $PLUMBLINE_CONTROL_TOKEN"');
  if (body !== undefined) words.push("-d", quoted(typeof body === "string" ? body : JSON.stringify(body)));
  words.push(quoted(location.origin + path));
  return words.join(" ");
}

// act changes something, and shows in the footer what was done and its curl.
export async function act(method, path, body, done) {
  const last = document.getElementById("last");
  last.hidden = false;
  let said, answer;
  try {
    const response = await request(method, path, body);
    if ((response.headers.get("Content-Type") || "").startsWith("application/json")) answer = await response.json();
    said = h("strong", { class: "ok" }, "Done");
  } catch (error) {
    said = h("strong", { class: "wrong" }, `Refused – ${error.message}`);
  }
  put(last, h("div", { class: "said" }, said, h("button", { type: "button", class: "small", onclick: () => (last.hidden = true), "aria-label": "Close" }, "×")), copyable(curl(method, path, body)));
  if (done) await done(answer);
}

// form makes controls for one request: its curl follows what is entered.
export function form(title, controls, build, button, done) {
  const shown = h("div");
  const refresh = () => {
    try {
      const r = build();
      put(shown, copyable(curl(r.method, r.path, r.body)));
    } catch (error) {
      put(shown, h("p", { class: "wrong" }, error.message));
    }
  };
  const node = h("form", { class: "card", oninput: refresh, onchange: refresh, onsubmit: async (event) => {
    event.preventDefault();
    let r;
    try {
      r = build();
    } catch {
      return; // it is told below the form
    }
    await act(r.method, r.path, r.body, done);
  } }, title && h("h3", {}, title), h("div", { class: "controls" }, controls), h("p", { class: "buttons" }, h("button", { class: "main" }, button)),
  h("details", {}, h("summary", {}, "The same as a command"), shown));
  refresh();
  return node;
}

// deed is a button for one request, which its title tells.
export const deed = (text, method, path, body, done, props = {}) =>
  h("button", { type: "button", title: curl(method, path, body), onclick: () => act(method, path, body, done), ...props }, text);
