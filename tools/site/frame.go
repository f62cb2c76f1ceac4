package main

// frame is what stands around the body of every page; its first value leads to
// the root of the site.
const frame = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="%[1]sstyle.css"><script defer src="%[1]ssearch.js" data-root="%[1]s"></script></head><body>
<nav><a href="%[1]sindex.html">Plumbline</a> <a href="%[1]srules/index.html">Rules</a> <a href="%[1]scontracts/index.html">Contracts</a> <a href="%[1]sexample-report.html">Example report</a>
<a href="%[1]sCHANGELOG.html">Changes</a> <input type="search" id="q" placeholder="Search" aria-label="Search"></nav><ol id="found" hidden></ol><main>
%[2]s</main></body></html>
`

const style = `body { margin: 0 auto; padding: 0 1rem 3rem; max-width: 56rem; font: 16px/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; align-items: center; padding: .8rem 0; border-bottom: 1px solid #8886; }
nav a:first-child { font-weight: 700; } nav input { margin-left: auto; font: inherit; padding: .2rem .5rem; }
pre { overflow-x: auto; padding: .7rem 1rem; background: #8881; border-radius: 6px; font-size: .85rem; white-space: pre-wrap; }
table { display: block; overflow-x: auto; border-collapse: collapse; } td, th { padding: .25rem .6rem; border: 1px solid #8884; text-align: left; vertical-align: top; }
#found { background: #8881; padding: .6rem 2rem; border-radius: 6px; }
`

const script = `
const root = document.currentScript.dataset.root, found = document.getElementById("found"), box = document.getElementById("q");
box.addEventListener("input", () => {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = words.length === 0 ? [] : pages.filter((p) => words.every((w) => (p.t + " " + p.x).toLowerCase().includes(w)));
  hits.sort((a, b) => b.t.toLowerCase().includes(words[0]) - a.t.toLowerCase().includes(words[0]));
  found.hidden = words.length === 0;
  found.replaceChildren(...hits.slice(0, 30).map((p) => {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = root + p.u; link.textContent = p.t; item.append(link); return item;
  }));
});
`
