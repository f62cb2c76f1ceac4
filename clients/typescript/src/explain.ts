import type { Entry } from "./contract.ts";

const plain = /^(The request is the operation |The answer was )/;
const decided = /^The rule (\S+) decided: /;

/**
 * Says why a request was answered as it was. Of a refusal, the rule that decided it is told in full, and the others by
 * their names.
 */
export function explainEntry(entry: Entry): string {
  const url = (entry.request.url ?? "").replace(/^\/@[^/]+\//, "/");
  const lines = [`${entry.request.method} ${url} -> ${entry.response.status ?? "no answer"} (journal ${entry.id})`];
  const refusedBy = entry.refusedBy;
  const others: string[] = [];
  for (const text of entry.explanation) {
    const rule = decided.exec(text)?.[1];
    if (rule !== undefined && refusedBy && rule !== refusedBy) others.push(rule);
    else if (!plain.test(text)) lines.push(`  ${text}`);
  }
  if (others.length > 0) lines.push(`  Other rules that had a part: ${others.join(", ")}.`);
  return lines.join("\n");
}

/** The finding of a client report on one rule that binds the caller. */
export interface RuleFinding {
  id: string;
  text: string;
  level: "must" | "should" | string;
  basis: string;
  source: { document: string; place: string; url: string; date: string };
  standing: "kept" | "broken" | "not-seen" | "not-applicable" | "not-judged";
  judged?: number;
  /** Numbers of journal entries. */
  brokenBy?: number[];
  more?: number;
  reason: string;
}

/** What the callers of a world did right and wrong. */
export interface ClientReport {
  schema: string;
  world: string;
  requests: number;
  vendors: { name: string; requests: number; rules: RuleFinding[] }[];
}

/** When a test fails: its client broke a rule, or also left one untested. */
export type FailOn = "broken" | "not-seen";

/**
 * Lists the rules that the callers of a world broke. Rules that the document only recommends, or that no document
 * states, are left out.
 */
export function brokenRules(report: ClientReport, failOn: FailOn = "broken"): RuleFinding[] {
  return report.vendors
    .flatMap((vendor) => vendor.rules)
    .filter(
      (rule) =>
        (rule.standing === "broken" && rule.level === "must" && rule.basis !== "assumed") ||
        (failOn === "not-seen" && rule.standing === "not-seen"),
    );
}

/** Says how a rule of the caller was broken, and where the document states it. */
export function explainRule(rule: RuleFinding): string {
  const { document, place, url } = rule.source;
  const lines = [`${rule.id}: ${rule.standing}`, `  ${rule.text}`, `  ${rule.reason}`];
  lines.push(`  ${rule.basis}: document ${document}, ${place}, ${url}`);
  const more = rule.more ? ` and ${rule.more} more` : "";
  if (rule.brokenBy?.length) lines.push(`  journal ${rule.brokenBy.join(", ")}${more}`);
  return lines.join("\n");
}
