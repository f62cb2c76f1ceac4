"use strict";
(() => {
  const form = document.getElementById("filter");
  const search = document.getElementById("search");
  const found = document.getElementById("found");
  const nothing = document.getElementById("nothing");
  const rules = [...document.querySelectorAll("details.rule")];
  const texts = new Map(); // lower case, once a search has asked for it

  const textOf = (rule) => {
    if (!texts.has(rule)) texts.set(rule, rule.textContent.toLowerCase());
    return texts.get(rule);
  };

  const apply = () => {
    const verdicts = new Set([...form.querySelectorAll("[name=verdict]:checked")].map((box) => box.value));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const vendor = document.getElementById("vendor").value;
    const basis = document.getElementById("basis").value;
    let shown = 0;
    for (const rule of rules) {
      const of = rule.dataset;
      const match = verdicts.has(of.verdict) && (!vendor || of.vendor === vendor) && (!basis || of.basis === basis) &&
        words.every((word) => textOf(rule).includes(word));
      rule.hidden = !match;
      if (match) shown++;
    }
    for (const part of document.querySelectorAll(".of-vendor")) part.hidden = vendor && part.dataset.vendor !== vendor;
    for (const whole of document.querySelectorAll(".group, .whole")) {
      whole.hidden = !whole.querySelector("details.rule:not([hidden]), .of-vendor:not([hidden])");
    }
    nothing.hidden = shown > 0 || rules.length === 0;
    found.textContent = shown === rules.length ? `${shown} rules` : `${shown} of ${rules.length} rules`;
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 60);
  });
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, select, textarea")) {
      event.preventDefault();
      search.focus();
    }
  });

  // A link to a rule shows it, whatever is folded or filtered away.
  const reveal = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    if (target.hidden || target.closest("[hidden]")) form.reset();
    setTimeout(() => {
      for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
      target.scrollIntoView();
    });
  };
  window.addEventListener("hashchange", reveal);

  for (const command of document.querySelectorAll(".command")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "copy";
    button.setAttribute("aria-label", `copy the command: ${command.firstElementChild.textContent}`);
    button.addEventListener("click", async () => {
      const code = command.querySelector("code");
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "copied";
      } catch {
        // A page opened from a file may not write to the clipboard everywhere.
        getSelection().selectAllChildren(code);
        button.textContent = "selected";
      }
      setTimeout(() => { button.textContent = "copy"; }, 1500);
    });
    command.append(button);
  }

  form.hidden = false;
  apply();
  reveal();
})();
