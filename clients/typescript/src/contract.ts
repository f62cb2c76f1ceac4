// Code generated from specs/control/openapi.yaml by tools/clients. DO NOT EDIT.
// The types and operations of Plumbline's control API, as its contract has them.

export interface Health {
  status: "ok";
  /** Of the simulator. */
  version: string;
  /** What keeps the state of worlds, such as store and redis, or archive and mongodb. Omitted where it is not stated. */
  backends?: Record<string, string>;
  /** Of the vendors' APIs, where the simulator knows it. */
  address?: string;
  vendors: HealthVendor[];
}

export interface HealthVendor {
  name: string;
  /** What each action does, by its name. */
  actions: Record<string, string>;
}

export interface Clock {
  now: string;
  frozen: boolean;
  /** Virtual seconds for each real second. */
  scale: number;
  /** What happened until then, in order; at most the first 1,000. */
  fired?: Fired[];
  /** How many timers fired in all. */
  firedCount?: number;
}

export interface Fired {
  at: string;
  vendor: string;
  /** The vendor's name of the timer, or "delivery" for an attempt to deliver a notification. */
  timer: string;
  /** For a delivery attempt, the number of the delivery. */
  delivery?: number;
  consulted?: Consultation[];
}

export interface ClockChange {
  /** A duration such as 10m or 1h30m. */
  advance?: string;
  /** A time that is not in the past. */
  set?: string;
  freeze?: boolean;
  /** Run at the pace of real time again, from the time reached. */
  resume?: boolean;
  scale?: number;
}

export type Faults = Fault[];

export interface Fault {
  /** Unique in the list; a number where it is omitted. */
  id?: string;
  /** Any, if omitted. */
  vendor?: string;
  /** An operationId of the vendor; any request, if omitted. */
  operation?: string;
  when?: Condition;
  /** Apply from the n-th matching request on. */
  from?: number;
  /** 1 if omitted; drawn from the world's random seed. */
  probability?: number;
  /** Maximum number of times it applies; no limit if omitted. */
  count?: number;
  effect: Effect;
  /** How many requests it matched; read-only. */
  matched?: number;
  /** How many requests it applied to; read-only. */
  struck?: number;
}

/** A header or a place in a JSON body, and its required value. */
export interface Condition {
  header?: string;
  /** JSON pointer into the body, such as /lines/0/code. */
  pointer?: string;
  /** Any JSON value. If omitted, the place only has to exist. */
  value?: unknown;
}

/** Effects that begin with refuse happen before the service, those that begin with answer after it. */
export interface Effect {
  kind: "refuse-status" | "refuse-documented" | "refuse-reset" | "answer-latency" | "answer-virtual-latency" | "answer-status" | "answer-reset" | "answer-truncated" | "answer-malformed" | "answer-content-type" | "answer-slow";
  /** A duration such as 250ms. */
  delay?: string;
  /** For answer-slow, the bytes sent at once. */
  chunk?: number;
  status?: number;
  header?: Record<string, string>;
  body?: string;
  contentType?: string;
  /** For refuse-documented, the rule whose refusal is returned. */
  rule?: string;
  /** For refuse-documented, the vendor's own error code. */
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

/** A notification and its delivery. */
export interface Delivery {
  id: number;
  /** Virtual time of the event. */
  at: string;
  vendor: string;
  /** The content that is sent. */
  event: DeliveryEvent;
  state: string;
  /** Virtual time of the next attempt. */
  next?: string;
  tried: number;
  /** The delivery that this one duplicates, because of a disturbance. */
  copyOf?: number;
  /** The tracing headers sent with it, which lead to the request that caused it. */
  cause?: Record<string, string[]>;
  attempts?: Record<string, unknown>[];
  /** Rules that decided whether to try again. */
  consulted?: Consultation[];
}

/** The content that is sent. */
export interface DeliveryEvent {
  name: string;
  method: string;
  url: string;
  header?: Record<string, string[]>;
  /** The body if it is text, which is UTF-8 without control characters. */
  body?: string;
  /** The body if it is not text. */
  bodyBase64?: string;
}

export type Dialect = Record<string, string>;

export interface Entry {
  id: number;
  /** Virtual time. */
  at: string;
  vendor: string;
  /** Omitted where no operation matched. */
  operation?: string;
  request: Message;
  response: Message;
  breaches?: Breach[];
  consulted?: Consultation[];
  /** The rule that decided a refusal. Omitted where no rule did. */
  refusedBy?: string;
  /** The fault that applied, with its effect. */
  fault?: string;
  /** Rules that decided and that no document states. */
  assumed?: string[];
  /** Operations that may have been meant where none matched. */
  nearest?: string[];
  /** The vendor's entities before and after. */
  changes?: Change[];
  /** An explanation in words, with citations. */
  explanation: string[];
}

export interface Message {
  method?: string;
  url?: string;
  status?: number;
  header?: Record<string, string[]>;
  /** The body if it is text, which is UTF-8 without control characters. */
  body?: string;
  /** The body if it is not text. */
  bodyBase64?: string;
  /** The body is not kept, or only in part. */
  truncated?: boolean;
  /** Bytes read of a body that was processed element by element and is not kept. */
  size?: number;
  /** The number of these elements. */
  elements?: number;
  /** The algorithm and the hexadecimal digest of such a body, if it was read to its end. */
  digest?: string;
}

export interface Change {
  kind: string;
  key: string;
  /** Omitted where there was none; a text that says so where it is too long to be kept. */
  before?: unknown;
  /** Omitted where it no longer exists; a text that says so where it is too long to be kept. */
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
  /** The rule's statement. This and the following members are part of a single entry, not of listings. */
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
  /** The new world. Anything that it held is deleted. */
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

  /** Check that the simulator is running, and list its vendors. */
  getHealth(): Promise<Health> {
    return this.send("GET", `/health`, { form: "json" });
  }

  /** Check that requests can be served now. The store must answer and accept writes; it is written to at most every five seconds. */
  getReady(): Promise<void> {
    return this.send("GET", `/ready`, { form: "none" });
  }

  /** Read the counters of this process, for Prometheus. */
  getMetrics(): Promise<string> {
    return this.send("GET", `/metrics`, { form: "text" });
  }

  /** List the worlds in use. */
  listWorlds(): Promise<string[]> {
    return this.send("GET", `/worlds`, { form: "json" });
  }

  /** Delete a world. Its next use creates it again, with the sample. */
  dropWorld(world: string): Promise<void> {
    return this.send("DELETE", `/worlds/${part(world)}`, { form: "none" });
  }

  /** Copy a world with everything in it, including pending notifications. Afterwards the two are independent. */
  forkWorld(world: string, body: ForkWorldBody): Promise<void> {
    return this.send("POST", `/worlds/${part(world)}/fork`, { body, form: "none" });
  }

  /** List the snapshots of a world. */
  listSnapshots(world: string): Promise<string[]> {
    return this.send("GET", `/worlds/${part(world)}/snapshots`, { form: "json" });
  }

  /** Save the current world as a named snapshot; an existing one of that name is replaced. Deleting the world deletes its snapshots. */
  takeSnapshot(world: string, snapshot: string): Promise<void> {
    return this.send("PUT", `/worlds/${part(world)}/snapshots/${part(snapshot)}`, { form: "none" });
  }

  /** Delete a snapshot. */
  dropSnapshot(world: string, snapshot: string): Promise<void> {
    return this.send("DELETE", `/worlds/${part(world)}/snapshots/${part(snapshot)}`, { form: "none" });
  }

  /** Restore the world from a snapshot, including its clock and its journal. The snapshot remains. */
  restoreSnapshot(world: string, snapshot: string): Promise<void> {
    return this.send("POST", `/worlds/${part(world)}/snapshots/${part(snapshot)}/restore`, { form: "none" });
  }

  /** Let a credential select this world when a request names none, for clients whose base URL cannot have a path. */
  bindCredential(world: string, body: BindCredentialBody): Promise<void> {
    return this.send("PUT", `/worlds/${part(world)}/credentials`, { body, form: "none" });
  }

  /** Read the virtual clock. */
  getClock(world: string): Promise<Clock> {
    return this.send("GET", `/worlds/${part(world)}/clock`, { form: "json" });
  }

  /** Advance, set, freeze or scale the virtual clock. Everything that becomes due happens, in order. */
  changeClock(world: string, body: ClockChange): Promise<Clock> {
    return this.send("POST", `/worlds/${part(world)}/clock`, { body, form: "json" });
  }

  /** List the journal, what the simulator saw and decided, newest first. */
  listJournal(world: string, query: { vendor?: string; operation?: string; method?: string; url?: string; status?: number; rule?: string; body?: string; after?: number; before?: number; atLeast?: number; within?: string; limit?: number } = {}): Promise<Entry[]> {
    return this.send("GET", `/worlds/${part(world)}/journal`, { query, form: "json" });
  }

  /** Count the journal entries that match. */
  countJournal(world: string, query: { vendor?: string; operation?: string; method?: string; url?: string; status?: number; rule?: string; body?: string; after?: number; atLeast?: number; within?: string } = {}): Promise<CountJournalResult> {
    return this.send("GET", `/worlds/${part(world)}/journal-count`, { query, form: "json" });
  }

  /** Follow the journal as server-sent events, until the client disconnects. */
  streamJournal(world: string, query: { after?: number } = {}): Promise<AsyncIterable<unknown>> {
    return this.send("GET", `/worlds/${part(world)}/journal-stream`, { query, form: "events" });
  }

  /** Explain one response in words, with the rules and their citations. */
  getEntry(world: string, id: number): Promise<Entry> {
    return this.send("GET", `/worlds/${part(world)}/journal/${part(id)}`, { form: "json" });
  }

  /** Read the world's dialect, which is its reading of each rule that has several. */
  getDialect(world: string): Promise<Dialect> {
    return this.send("GET", `/worlds/${part(world)}/dialect`, { form: "json" });
  }

  /** Change the world's readings. Rules that are not named keep theirs. */
  changeDialect(world: string, body: Dialect): Promise<Dialect> {
    return this.send("PATCH", `/worlds/${part(world)}/dialect`, { body, form: "json" });
  }

  /** List the vendors' unfinished work, such as a copy to the archive. */
  listTasks(world: string): Promise<Task[]> {
    return this.send("GET", `/worlds/${part(world)}/tasks`, { form: "json" });
  }

  /** Read the world's strictness, what it does with contract violations that no document settles. PATCH of the dialect changes it. */
  getStrictness(world: string): Promise<Dialect> {
    return this.send("GET", `/worlds/${part(world)}/strictness`, { form: "json" });
  }

  /** List the faults of the world, and how often each matched and took effect. */
  listFaults(world: string): Promise<Faults> {
    return this.send("GET", `/worlds/${part(world)}/faults`, { form: "json" });
  }

  /** Set the faults of the world. The first that applies to a request takes effect. An empty list removes all. */
  setFaults(world: string, body: Faults): Promise<Faults> {
    return this.send("PUT", `/worlds/${part(world)}/faults`, { body, form: "json" });
  }

  /** Read whether the world varies what the contracts leave free. */
  getLatitude(world: string): Promise<Latitude> {
    return this.send("GET", `/worlds/${part(world)}/latitude`, { form: "json" });
  }

  /** Vary whatever the contracts leave free, or stop varying it. */
  setLatitude(world: string, body: Latitude): Promise<void> {
    return this.send("PUT", `/worlds/${part(world)}/latitude`, { body, form: "none" });
  }

  /** List the vendors' notifications with every delivery attempt, newest first. */
  listDeliveries(world: string, query: { vendor?: string; event?: string; before?: number; limit?: number } = {}): Promise<Delivery[]> {
    return this.send("GET", `/worlds/${part(world)}/deliveries`, { query, form: "json" });
  }

  /** Send a notification again, whatever its state. */
  redeliver(world: string, id: number): Promise<Delivery> {
    return this.send("POST", `/worlds/${part(world)}/deliveries/${part(id)}/redeliver`, { form: "json" });
  }

  /** Send some notifications twice, or out of order. */
  setDisturbance(world: string, body: Disturbance): Promise<void> {
    return this.send("PUT", `/worlds/${part(world)}/disturbance`, { body, form: "none" });
  }

  /** Report what the callers of the world did right and wrong, and which vendor behaviour they have met. */
  getClientReport(world: string): Promise<unknown> {
    return this.send("GET", `/worlds/${part(world)}/client-report`, { form: "json" });
  }

  /** Add entities in the form of the vendor's seed document. */
  seedVendor(world: string, vendor: string, body: Record<string, unknown>): Promise<void> {
    return this.send("POST", `/worlds/${part(world)}/vendors/${part(vendor)}/seed`, { body, form: "none" });
  }

  /** Read the vendor's entities. A page ends after about 4 MB; the header Link leads to the next one. */
  getState(world: string, vendor: string, query: { from?: number } = {}): Promise<unknown> {
    return this.send("GET", `/worlds/${part(world)}/vendors/${part(vendor)}/state`, { query, form: "json" });
  }

  /** Describe how to use the vendor here, with its credentials, entities and error codes. */
  getSample(world: string, vendor: string): Promise<unknown> {
    return this.send("GET", `/worlds/${part(world)}/vendors/${part(vendor)}/sample`, { form: "json" });
  }

  /** Draw the states of an entity, with the number of entities in each. */
  getDiagram(world: string, vendor: string, entity: string): Promise<string> {
    return this.send("GET", `/worlds/${part(world)}/vendors/${part(vendor)}/diagrams/${part(entity)}`, { form: "text" });
  }

  /** Run an action in the vendor's system, outside its API. */
  act(world: string, vendor: string, action: string): Promise<void> {
    return this.send("POST", `/worlds/${part(world)}/vendors/${part(vendor)}/actions/${part(action)}`, { form: "none" });
  }
}
