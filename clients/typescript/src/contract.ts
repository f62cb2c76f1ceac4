// Code generated from specs/control/openapi.yaml by tools/clients. DO NOT EDIT.
// The types and operations of Plumbline's control API, as its contract has them.

export interface Health {
  status: "ok";
  /** Of the simulator. */
  version: string;
  /** What keeps the state of worlds, such as store and redis, or archive and mongodb; left out where nobody says. */
  backends?: Record<string, string>;
  /** Of the vendors' APIs, where the simulator was told. */
  address?: string;
  vendors: HealthVendor[];
}

export interface HealthVendor {
  name: string;
  /** Name of each action to what it does. */
  actions: Record<string, string>;
}

export interface Clock {
  now: string;
  frozen: boolean;
  /** Virtual seconds in a real one. */
  scale: number;
  /** What happened on the way, in order; at most the first 1,000. */
  fired?: Fired[];
  /** How many timers fired in all. */
  firedCount?: number;
}

export interface Fired {
  at: string;
  vendor: string;
  /** The vendor's name of the timer; "delivery" of an attempt to deliver a notification. */
  timer: string;
  /** Of such an attempt, the number of the delivery. */
  delivery?: number;
  consulted?: Consultation[];
}

export interface ClockChange {
  /** A duration such as 10m or 1h30m. */
  advance?: string;
  /** A time that is not past. */
  set?: string;
  freeze?: boolean;
  /** Follow real time's pace again, from the time reached. */
  resume?: boolean;
  scale?: number;
}

export type Faults = Fault[];

export interface Fault {
  /** Unique in the list; numbered where it is left out. */
  id?: string;
  /** Any when left out. */
  vendor?: string;
  /** An operationId of the vendor; any request when left out. */
  operation?: string;
  when?: Condition;
  /** Strike from the n-th matching request on. */
  from?: number;
  /** 1 when left out; drawn from the world's random seed. */
  probability?: number;
  /** Strike so often at most; without end when left out. */
  count?: number;
  effect: Effect;
  /** How many requests it matched; told, not set. */
  matched?: number;
  /** How many of them it struck; told, not set. */
  struck?: number;
}

/** A header or a place in a JSON body, and what it has to be. */
export interface Condition {
  header?: string;
  /** JSON pointer into the body, such as /lines/0/code. */
  pointer?: string;
  /** Any JSON value; that the place is there when left out. */
  value?: unknown;
}

/** What begins with refuse happens before the service, what begins with answer after it. */
export interface Effect {
  kind: "refuse-status" | "refuse-documented" | "refuse-reset" | "answer-latency" | "answer-virtual-latency" | "answer-status" | "answer-reset" | "answer-truncated" | "answer-malformed" | "answer-content-type" | "answer-slow";
  /** A duration such as 250ms. */
  delay?: string;
  /** Of answer-slow, the bytes sent at once. */
  chunk?: number;
  status?: number;
  header?: Record<string, string>;
  body?: string;
  contentType?: string;
  /** Of refuse-documented, the rule whose refusal is answered. */
  rule?: string;
  /** Of refuse-documented, the vendor's own error code. */
  code?: string;
}

export interface Task {
  vendor: string;
  /** The vendor's name of the work. */
  name: string;
}

export interface Latitude {
  hostile: boolean;
}

export interface Disturbance {
  /** The probability that a notification is sent twice. */
  duplicate?: number;
  /** The probability that a notification is held back, so that later ones overtake it. */
  reorder?: number;
}

/** A notification, and what became of it. */
export interface Delivery {
  id: number;
  /** Virtual time of the event. */
  at: string;
  vendor: string;
  /** What is sent. */
  event: DeliveryEvent;
  state: string;
  /** Virtual time of the next attempt. */
  next?: string;
  tried: number;
  /** The delivery that a disturbance made this one a duplicate of. */
  copyOf?: number;
  /** Headers that were sent along and lead to the request that caused it, where requests are traced. */
  cause?: Record<string, string[]>;
  attempts?: Record<string, unknown>[];
  /** Rules that were asked whether to try again. */
  consulted?: Consultation[];
}

/** What is sent. */
export interface DeliveryEvent {
  name: string;
  method: string;
  url: string;
  header?: Record<string, string[]>;
  /** Where it is text, which is UTF-8 without control characters. */
  body?: string;
  /** Where it is none. */
  bodyBase64?: string;
}

export type Dialect = Record<string, string>;

export interface Entry {
  id: number;
  /** Virtual time. */
  at: string;
  vendor: string;
  /** Left out where no operation matched. */
  operation?: string;
  request: Message;
  response: Message;
  breaches?: Breach[];
  consulted?: Consultation[];
  /** The rule that decided a refusal. Left out where no rule did. */
  refusedBy?: string;
  /** The fault that struck, with its effect. */
  fault?: string;
  /** Rules that decided and that no document states. */
  assumed?: string[];
  /** Operations that may have been meant where none matched. */
  nearest?: string[];
  /** The vendor's entities before and after. */
  changes?: Change[];
  /** The same in words, with citations. */
  explanation: string[];
}

export interface Message {
  method?: string;
  url?: string;
  status?: number;
  header?: Record<string, string[]>;
  /** The body where it is text, which is UTF-8 without control characters. */
  body?: string;
  /** The body where it is none. */
  bodyBase64?: string;
  /** The body is not kept, or not as a whole. */
  truncated?: boolean;
  /** Bytes that were read of a body that was taken element by element, and is not kept. */
  size?: number;
  /** How many elements these were. */
  elements?: number;
  /** The algorithm and, in hexadecimal digits, the digest of such a body where it was read to its end. */
  digest?: string;
}

export interface Change {
  kind: string;
  key: string;
  /** Left out where there was none; a text that says so where it is too long to be kept. */
  before?: unknown;
  /** Left out where there is none any more; a text that says so where it is too long to be kept. */
  after?: unknown;
}

export interface Breach {
  /** JSON pointer into the vendor's openapi.yaml. */
  pointer?: string;
  at: string;
  message: string;
}

export interface Consultation {
  rule: string;
  outcome: "held" | "decided" | "looked-away";
  /** The rule's statement. This and what follows is told of one entry, not in listings. */
  text?: string;
  /** Where the statement comes from, such as documented or assumed. */
  basis?: string;
  document?: string;
  /** The passage, by heading, paragraph, row and line. */
  place?: string;
  /** The document's public address. */
  url?: string;
}

export interface Problem {
  title: string;
  status: number;
  detail?: string;
}

export interface ForkWorldBody {
  /** The new world. What it held is forgotten. */
  to: string;
}

export interface BindCredentialBody {
  vendor: string;
  /** As the vendor's clients send it, such as the whole value of the header Authorization. Only its digest is kept. */
  credential: string;
}

export interface CountJournalResult {
  count: number;
}

/** The operationIds of the contract. */
export const operations = [
  "getHealth",
  "getReady",
  "getMetrics",
  "listWorlds",
  "dropWorld",
  "forkWorld",
  "listSnapshots",
  "takeSnapshot",
  "dropSnapshot",
  "restoreSnapshot",
  "bindCredential",
  "getClock",
  "changeClock",
  "listJournal",
  "countJournal",
  "streamJournal",
  "getEntry",
  "getDialect",
  "changeDialect",
  "listTasks",
  "getStrictness",
  "listFaults",
  "setFaults",
  "getLatitude",
  "setLatitude",
  "listDeliveries",
  "redeliver",
  "setDisturbance",
  "getClientReport",
  "seedVendor",
  "getState",
  "getSample",
  "getDiagram",
  "act",
] as const;

/** What an operation sends, and in which form its answer comes. */
export interface Sent {
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  form: "none" | "json" | "text" | "events";
}

const part = (value: string | number): string => encodeURIComponent(String(value));

/** A method for each operation. A subclass says how they are sent. */
export abstract class Operations {
  protected abstract send<T>(method: string, path: string, sent: Sent): Promise<T>;

  /** Tell whether the simulator serves, and which vendors. */
  getHealth(): Promise<Health> {
    return this.send("GET", `/health`, { form: "json" });
  }

  /** Tell whether requests can be served now, which takes a store that answers and takes writes. It is written to at most every five seconds. */
  getReady(): Promise<void> {
    return this.send("GET", `/ready`, { form: "none" });
  }

  /** Read the counters of this process, for Prometheus. */
  getMetrics(): Promise<string> {
    return this.send("GET", `/metrics`, { form: "text" });
  }

  /** List the worlds that are in use. */
  listWorlds(): Promise<string[]> {
    return this.send("GET", `/worlds`, { form: "json" });
  }

  /** Forget a world; its next use begins it anew, with the sample. */
  dropWorld(world: string): Promise<void> {
    return this.send("DELETE", `/worlds/${part(world)}`, { form: "none" });
  }

  /** Copy a world with all that is in it, notifications to come included; both go on by themselves. */
  forkWorld(world: string, body: ForkWorldBody): Promise<void> {
    return this.send("POST", `/worlds/${part(world)}/fork`, { body, form: "none" });
  }

  /** List the snapshots of a world. */
  listSnapshots(world: string): Promise<string[]> {
    return this.send("GET", `/worlds/${part(world)}/snapshots`, { form: "json" });
  }

  /** Keep the world as it is now under a name; one of that name is replaced. Dropping the world drops its snapshots. */
  takeSnapshot(world: string, snapshot: string): Promise<void> {
    return this.send("PUT", `/worlds/${part(world)}/snapshots/${part(snapshot)}`, { form: "none" });
  }

  /** Forget a snapshot. */
  dropSnapshot(world: string, snapshot: string): Promise<void> {
    return this.send("DELETE", `/worlds/${part(world)}/snapshots/${part(snapshot)}`, { form: "none" });
  }

  /** Make the world what it was, its clock and its journal included; the snapshot stays. */
  restoreSnapshot(world: string, snapshot: string): Promise<void> {
    return this.send("POST", `/worlds/${part(world)}/snapshots/${part(snapshot)}/restore`, { form: "none" });
  }

  /** Let a credential choose this world where a request names none, for clients whose base address can't take a path. */
  bindCredential(world: string, body: BindCredentialBody): Promise<void> {
    return this.send("PUT", `/worlds/${part(world)}/credentials`, { body, form: "none" });
  }

  /** Read the virtual clock. */
  getClock(world: string): Promise<Clock> {
    return this.send("GET", `/worlds/${part(world)}/clock`, { form: "json" });
  }

  /** Advance, set, freeze or scale the virtual clock; everything that becomes due happens, in order. */
  changeClock(world: string, body: ClockChange): Promise<Clock> {
    return this.send("POST", `/worlds/${part(world)}/clock`, { body, form: "json" });
  }

  /** List what the simulator saw and decided, the newest first. */
  listJournal(world: string, query: { vendor?: string; operation?: string; method?: string; url?: string; status?: number; rule?: string; body?: string; after?: number; before?: number; atLeast?: number; within?: string; limit?: number } = {}): Promise<Entry[]> {
    return this.send("GET", `/worlds/${part(world)}/journal`, { query, form: "json" });
  }

  /** Count the entries of the journal that fit. */
  countJournal(world: string, query: { vendor?: string; operation?: string; method?: string; url?: string; status?: number; rule?: string; body?: string; after?: number; atLeast?: number; within?: string } = {}): Promise<CountJournalResult> {
    return this.send("GET", `/worlds/${part(world)}/journal-count`, { query, form: "json" });
  }

  /** Follow the journal as server-sent events, until the client goes. */
  streamJournal(world: string, query: { after?: number } = {}): Promise<AsyncIterable<unknown>> {
    return this.send("GET", `/worlds/${part(world)}/journal-stream`, { query, form: "events" });
  }

  /** Explain one answer in words, with the rules and their citations. */
  getEntry(world: string, id: number): Promise<Entry> {
    return this.send("GET", `/worlds/${part(world)}/journal/${part(id)}`, { form: "json" });
  }

  /** Read which reading of each rule with several the world speaks. */
  getDialect(world: string): Promise<Dialect> {
    return this.send("GET", `/worlds/${part(world)}/dialect`, { form: "json" });
  }

  /** Make the world speak other readings; rules that are not named keep theirs. */
  changeDialect(world: string, body: Dialect): Promise<Dialect> {
    return this.send("PATCH", `/worlds/${part(world)}/dialect`, { body, form: "json" });
  }

  /** List the work that vendors have left and not finished, such as a copy to the archive. */
  listTasks(world: string): Promise<Task[]> {
    return this.send("GET", `/worlds/${part(world)}/tasks`, { form: "json" });
  }

  /** Read what the world does with breaches that no document settles. PATCH of the dialect changes it. */
  getStrictness(world: string): Promise<Dialect> {
    return this.send("GET", `/worlds/${part(world)}/strictness`, { form: "json" });
  }

  /** List the faults of the world, with how often each matched and struck. */
  listFaults(world: string): Promise<Faults> {
    return this.send("GET", `/worlds/${part(world)}/faults`, { form: "json" });
  }

  /** Set the faults of the world; the first that strikes a request wins. An empty list ends them. */
  setFaults(world: string, body: Faults): Promise<Faults> {
    return this.send("PUT", `/worlds/${part(world)}/faults`, { body, form: "json" });
  }

  /** Tell whether the world varies what the contracts leave free. */
  getLatitude(world: string): Promise<Latitude> {
    return this.send("GET", `/worlds/${part(world)}/latitude`, { form: "json" });
  }

  /** Vary whatever the contracts leave free, or stop varying it. */
  setLatitude(world: string, body: Latitude): Promise<void> {
    return this.send("PUT", `/worlds/${part(world)}/latitude`, { body, form: "none" });
  }

  /** List the vendors' notifications with every attempt to deliver them, the newest first. */
  listDeliveries(world: string, query: { vendor?: string; event?: string; before?: number; limit?: number } = {}): Promise<Delivery[]> {
    return this.send("GET", `/worlds/${part(world)}/deliveries`, { query, form: "json" });
  }

  /** Send a notification again, whatever became of it. */
  redeliver(world: string, id: number): Promise<Delivery> {
    return this.send("POST", `/worlds/${part(world)}/deliveries/${part(id)}/redeliver`, { form: "json" });
  }

  /** Send some notifications twice, or out of order. */
  setDisturbance(world: string, body: Disturbance): Promise<void> {
    return this.send("PUT", `/worlds/${part(world)}/disturbance`, { body, form: "none" });
  }

  /** Tell what the callers of the world did right and wrong, and what of the vendors they have met. */
  getClientReport(world: string): Promise<unknown> {
    return this.send("GET", `/worlds/${part(world)}/client-report`, { form: "json" });
  }

  /** Add entities, by the vendor's seed document. */
  seedVendor(world: string, vendor: string, body: Record<string, unknown>): Promise<void> {
    return this.send("POST", `/worlds/${part(world)}/vendors/${part(vendor)}/seed`, { body, form: "none" });
  }

  /** Read the vendor's entities. A page ends after some 4 MB; the header Link leads to the next one. */
  getState(world: string, vendor: string, query: { from?: number } = {}): Promise<unknown> {
    return this.send("GET", `/worlds/${part(world)}/vendors/${part(vendor)}/state`, { query, form: "json" });
  }

  /** Tell how to use the vendor here, that is who may call, what there is, and which error codes it has. */
  getSample(world: string, vendor: string): Promise<unknown> {
    return this.send("GET", `/worlds/${part(world)}/vendors/${part(vendor)}/sample`, { form: "json" });
  }

  /** Draw the states of an entity, with how many are in each. */
  getDiagram(world: string, vendor: string, entity: string): Promise<string> {
    return this.send("GET", `/worlds/${part(world)}/vendors/${part(vendor)}/diagrams/${part(entity)}`, { form: "text" });
  }

  /** Let something happen to the vendor's system from outside its API. */
  act(world: string, vendor: string, action: string): Promise<void> {
    return this.send("POST", `/worlds/${part(world)}/vendors/${part(vendor)}/actions/${part(action)}`, { form: "none" });
  }
}
