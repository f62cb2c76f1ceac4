import type { Clock, ClockChange, Delivery, Effect, Entry, Fault } from "./contract.ts";
import { Control, PlumblineError } from "./control.ts";
import { brokenRules, type ClientReport, explainEntry, explainRule, type FailOn, type RuleFinding } from "./explain.ts";
import { Receiver } from "./webhooks.ts";

/** An isolated copy of all vendors, with a clock, a journal and faults of its own. */
export class World {
  readonly control: Control;
  readonly name: string;
  readonly clock: WorldClock;
  readonly faults: Faults;
  readonly #vendorsURL: string;
  readonly #receivers: Receiver[] = [];

  constructor(control: Control, vendorsURL: string, name: string) {
    this.control = control;
    this.name = name;
    this.clock = new WorldClock(this);
    this.faults = new Faults(this);
    this.#vendorsURL = vendorsURL;
  }

  /** The base URL of a vendor in this world. */
  url(vendor: string): string {
    return `${this.#vendorsURL}/@${this.name}/${vendor}`;
  }

  /** Adds entities, by the vendor's seed document. */
  seed(vendor: string, document: Record<string, unknown>): Promise<void> {
    return this.control.seedVendor(this.name, vendor, document);
  }

  /** Reads the vendor's entities, in the form of its seed document: of more than some 4 MB the first page. */
  async state<T = Record<string, unknown>>(vendor: string): Promise<T> {
    return (await this.control.getState(this.name, vendor)) as T;
  }

  /** Lets something happen to the vendor's system from outside its API. */
  act(vendor: string, action: string): Promise<void> {
    return this.control.act(this.name, vendor, action);
  }

  /** Lists what was requested and decided, the newest first; atLeast and within wait for requests. */
  journal(filters: Parameters<Control["listJournal"]>[1] = {}): Promise<Entry[]> {
    return this.control.listJournal(this.name, filters);
  }

  /** Says which rules decided an answer, and where the document says so: by its journal number, or as fetch returns it. */
  async explain(answer: number | { headers: { get(name: string): string | null } }): Promise<string> {
    return explainEntry(await this.control.getEntry(this.name, numberOf(answer)));
  }

  /** Lists the requests that were refused or not answered, the oldest first. */
  async refusals(): Promise<Entry[]> {
    const entries = await this.journal({ limit: 1000 });
    return entries.filter(({ response }) => !response.status || response.status >= 400).reverse();
  }

  /** Tells what the callers of this world did right and wrong. */
  async clientReport(): Promise<ClientReport> {
    return (await this.control.getClientReport(this.name)) as ClientReport;
  }

  /** Fails when a caller broke a rule; with "not-seen" also when a rule was never put to the test. */
  async check(failOn: FailOn = "broken"): Promise<void> {
    const broken = brokenRules(await this.clientReport(), failOn);
    if (broken.length > 0) throw new RuleBroken(broken);
  }

  /** Starts an address on this machine that receives notifications, and answers them with the status. */
  async webhooks(status = 200): Promise<Receiver> {
    const receiver = await Receiver.start(status);
    this.#receivers.push(receiver);
    return receiver;
  }

  /** Lists the vendors' notifications with every attempt to deliver them. */
  deliveries(filters: Parameters<Control["listDeliveries"]>[1] = {}): Promise<Delivery[]> {
    return this.control.listDeliveries(this.name, filters);
  }

  /** Chooses readings of rules, and returns those that the world speaks. */
  dialect(changes?: Record<string, string>): Promise<Record<string, string>> {
    return changes ? this.control.changeDialect(this.name, changes) : this.control.getDialect(this.name);
  }

  /** Keeps the world as it is now under a name. */
  snapshot(name: string): Promise<void> {
    return this.control.takeSnapshot(this.name, name);
  }

  /** Makes the world what it was at a snapshot, its clock and its journal included. */
  restore(name: string): Promise<void> {
    return this.control.restoreSnapshot(this.name, name);
  }

  /** Forgets the world, and closes what receives its notifications. */
  async drop(): Promise<void> {
    await this.close();
    await this.control.dropWorld(this.name);
  }

  /** Closes what receives its notifications, and leaves the world alone. */
  async close(): Promise<void> {
    await Promise.all(this.#receivers.splice(0).map((receiver) => receiver.close()));
  }
}

/** The virtual clock of a world. */
export class WorldClock {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  read(): Promise<Clock> {
    return this.#world.control.getClock(this.#world.name);
  }

  /** Passes virtual time, such as "10m" or "1h30m". What becomes due happens, notifications included. */
  advance(duration: string): Promise<Clock> {
    return this.#change({ advance: duration });
  }

  /** Jumps to a time that is not past. */
  set(time: string | Date): Promise<Clock> {
    return this.#change({ set: typeof time === "string" ? time : time.toISOString() });
  }

  /** Stands still until told otherwise. */
  freeze(): Promise<Clock> {
    return this.#change({ freeze: true });
  }

  /** Lets so many virtual seconds pass in a real one. */
  scale(factor: number): Promise<Clock> {
    return this.#change({ scale: factor });
  }

  /** Follows real time again, from the time reached. */
  resume(): Promise<Clock> {
    return this.#change({ resume: true });
  }

  #change(change: ClockChange): Promise<Clock> {
    return this.#world.control.changeClock(this.#world.name, change);
  }
}

/** The faults of a world; the first that strikes a request wins. */
export class Faults {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The faults, with how often each matched and struck. */
  list(): Promise<Fault[]> {
    return this.#world.control.listFaults(this.#world.name);
  }

  /** Adds a fault: `add("refuse-reset", { vendor: "altazion", count: 1 })`. */
  async add(effect: Effect | Effect["kind"], selection: Omit<Fault, "effect" | "matched" | "struck"> = {}): Promise<void> {
    const old = (await this.list()).map(({ matched: _, struck: __, ...fault }) => fault);
    const fault: Fault = { ...selection, effect: typeof effect === "string" ? { kind: effect } : effect };
    await this.#world.control.setFaults(this.#world.name, [...old, fault]);
  }

  /** Ends all faults. */
  async clear(): Promise<void> {
    await this.#world.control.setFaults(this.#world.name, []);
  }
}

/** Callers broke rules; the message has each rule with the passage behind it. */
export class RuleBroken extends Error {
  readonly rules: string[];

  constructor(rules: RuleFinding[]) {
    super("the client breaks the document:\n" + rules.map(explainRule).join("\n"));
    this.rules = rules.map((rule) => rule.id);
  }
}

function numberOf(answer: number | { headers: { get(name: string): string | null } }): number {
  if (typeof answer === "number") return answer;
  const number = answer.headers.get("Plumbline-Journal");
  if (number === null) throw new PlumblineError("the answer has no header Plumbline-Journal: it is not the simulator's");
  return Number(number);
}
