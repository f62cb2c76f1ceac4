import { spawn, type ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";

import { Control, PlumblineError } from "./control.ts";
import { World } from "./world.ts";

/** How a simulator is started. */
export interface StartOptions {
  /** Names of vendors; all when left out. */
  vendors?: string[];
  /** The plumbline binary; else PLUMBLINE_BIN, else plumbline on the PATH. */
  binary?: string;
  /** Further flags of `plumbline simulate`. */
  args?: string[];
  /** Milliseconds that the start may take. */
  patience?: number;
}

/** A simulator with the addresses of its two ports. */
export class Simulator {
  readonly vendorsURL: string;
  readonly control: Control;
  #process: ChildProcess | undefined;

  /** Reaches a simulator that runs already. */
  constructor(vendorsURL: string, controlURL: string, token?: string) {
    this.vendorsURL = vendorsURL.replace(/\/+$/, "");
    this.control = new Control(controlURL, token);
  }

  /**
   * Starts `plumbline simulate` on two free ports of this machine. Notifications to this machine are delivered, so that
   * a test can receive them.
   */
  static async start(options: StartOptions = {}): Promise<Simulator> {
    const binary = options.binary ?? process.env["PLUMBLINE_BIN"] ?? "plumbline";
    const args = ["simulate", ...(options.vendors ?? []), "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"];
    args.push("--allow-private-webhooks", "--client-report", "off", ...(options.args ?? []));
    const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"] });
    const last: string[] = [];
    const found = await new Promise<RegExpExecArray>((ready, failed) => {
      const late = setTimeout(() => {
        child.kill("SIGKILL");
        failed(new PlumblineError(`${binary} simulate is not ready yet`));
      }, options.patience ?? 60_000);
      // Both pipes are read to their ends: a full one would stop the simulator.
      createInterface(child.stdout).on("line", (line) => {
        const match = /^ready vendors=(\S+) control=(\S+)/.exec(line);
        if (match) {
          clearTimeout(late);
          ready(match);
        }
      });
      createInterface(child.stderr).on("line", (line) => {
        last.push(line);
        if (last.length > 20) last.shift();
      });
      child.once("error", () => {
        clearTimeout(late);
        failed(new PlumblineError(`there is no program ${binary}: put plumbline on the PATH, or its path into PLUMBLINE_BIN`));
      });
      child.once("close", () => {
        clearTimeout(late);
        failed(new PlumblineError(`${binary} ${args.join(" ")} did not start:\n${last.join("\n")}`));
      });
    });
    const simulator = new Simulator(found[1]!, found[2]!);
    simulator.#process = child;
    // One that is not stopped neither holds this process nor outlives it.
    process.once("exit", () => child.kill());
    child.unref();
    for (const pipe of [child.stdout, child.stderr]) (pipe as Socket).unref();
    return simulator;
  }

  /** A world: an isolated copy of all vendors, made on first use. */
  world(name = "default"): World {
    return new World(this.control, this.vendorsURL, name);
  }

  /** Ends a simulator that was started here; one that ran already is left alone. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    child.ref();
    await new Promise<void>((done) => {
      child.once("exit", () => done());
      child.kill();
    });
  }
}
