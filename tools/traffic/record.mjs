// Records the traffic of page.html in Chromium three times, for each of two
// simulators: one that keeps to the document and one with a defect.
//
//   node record.mjs PLUMBLINE MITMDUMP OUT      (playwright-core has to be found; make traffic does all)
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';

const { chromium } = createRequire(join(process.cwd(), 'node_modules/'))('playwright-core');
const [plumbline, mitmdump, out] = process.argv.slice(2);
const page = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'page.html'));
const [pagePort, simulatorPort, proxyPort] = [4171, 4172, 4173]; // fixed, so that files recorded anew differ little
const base = `http://127.0.0.1:${simulatorPort}`;
const direct = `${base}/deliveryoptimizer`;
const passed = `http://127.0.0.1:${proxyPort}`;

/** Starts a program and waits until it serves. */
async function started(address, command, ...args) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', command === mitmdump ? 'ignore' : 'inherit'] });
  for (let n = 0; ; n++) {
    try {
      await fetch(address, { method: 'OPTIONS' });
      if (child.exitCode !== null) throw new Error('it ended, and another serves');
      return child;
    } catch (error) {
      if (n > 300 || child.exitCode !== null) throw new Error(`${command} does not serve: ${error}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function stopped(child) {
  const end = child.exitCode === null && once(child, 'exit');
  child.kill('SIGINT');
  await end;
}

/** Lets Chromium show the page, which calls the API. */
async function shown(api, recordHar) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const context = await browser.newContext(recordHar && { recordHar: { path: recordHar, content: 'embed' } });
  const tab = await context.newPage();
  await tab.goto(`http://127.0.0.1:${pagePort}/?api=${encodeURIComponent(api)}`);
  await tab.getByText('done').waitFor();
  await context.close();
  await browser.close();
}

const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(page)).listen(pagePort, '127.0.0.1');
for (const [kind, ...more] of [['sound'], ['defect', '--defect', 'deliveryoptimizer/delete-removes']]) {
  const ways = {
    playwright: async (file) => shown(direct, file),
    mitmproxy: async (file) => {
      const proxy = await started(passed, mitmdump, '-q', '--mode', `reverse:${base}`, '--listen-host', '127.0.0.1', '-p', `${proxyPort}`, '--set', `hardump=${file}`);
      await shown(`${passed}/deliveryoptimizer`);
      await stopped(proxy);
    },
    plumbline: async (file) => {
      const proxy = await started(passed, plumbline, 'proxy', 'deliveryoptimizer', '--target', direct, '--listen', `127.0.0.1:${proxyPort}`, '--report', `har=${file}`);
      await shown(passed);
      await stopped(proxy);
    },
  };
  for (const [way, record] of Object.entries(ways)) {
    const simulator = await started(direct, plumbline, 'simulate', 'deliveryoptimizer', '--listen', `127.0.0.1:${simulatorPort}`, '--control', '127.0.0.1:0',
      '--cors', `http://127.0.0.1:${pagePort}`, '--client-report', 'off', '--log', 'off', ...more);
    await record(join(out, `${kind}-${way}.har`));
    await stopped(simulator);
  }
}
server.close();
for (const name of readdirSync(out).filter((file) => file.endsWith('.har'))) {
  const har = JSON.parse(readFileSync(join(out, name), 'utf8'));
  writeFileSync(join(out, name), JSON.stringify(har) + '\n');
}
