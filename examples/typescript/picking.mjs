// The code under test: a picking station that reports to Altazion what was taken from the shelves.

/** Altazion refused a call. */
export class Refused extends Error {}

/** A picking order (bon de préparation), as the station works on it. */
export class Bon {
  #path;
  #number;
  #picked = new Map();

  constructor(base, number) {
    this.#path = `${base}/api/logistique/preparation`;
    this.#number = number;
  }

  /** Takes articles from the shelf, and reports the total that has been taken so far. */
  async pick(reference, quantity) {
    this.#picked.set(reference, (this.#picked.get(reference) ?? 0) + quantity);
    await this.#call(`prepa/${this.#number}`, this.#lines((q) => ({ QtePreparee: q })));
  }

  /** Hands over to the carrier all that was picked. */
  async ship() {
    await this.#call(`expe/${this.#number}`, this.#lines((q) => ({ QtePreparee: q, QteExpediee: q })));
  }

  /** Reads the bon as Altazion has it. */
  read() {
    return this.#call(this.#number);
  }

  #lines(quantities) {
    return [...this.#picked].map(([reference, quantity]) => ({ Reference: reference, ...quantities(quantity) }));
  }

  async #call(path, lines) {
    const headers = { Authorization: `Basic ${btoa("sample-app:sample-key")}`, "Content-Type": "application/json" };
    const answer = await fetch(`${this.#path}/${path}`, {
      method: lines ? "POST" : "GET",
      headers,
      body: lines && JSON.stringify({ Lignes: lines }),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Refused(`${answer.status}: ${body.Message}`);
    return body;
  }
}
