// What the tests send to the simulator of Altazion.
const headers = {
  Authorization: `Basic ${Buffer.from("sample-app:sample-key").toString("base64")}`,
  "Content-Type": "application/json",
};

export const read = (base: string, number = "BP-1001"): Promise<Response> =>
  fetch(`${base}/api/logistique/preparation/${number}`, { headers });

export const prepare = (base: string, picked: Record<string, number>): Promise<Response> =>
  fetch(`${base}/api/logistique/preparation/prepa/BP-1001`, {
    method: "POST",
    headers,
    body: JSON.stringify({
      Lignes: Object.entries(picked).map(([Reference, QtePreparee]) => ({ Reference, QtePreparee })),
    }),
  });
