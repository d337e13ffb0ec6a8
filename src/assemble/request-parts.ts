import type { RequestParts } from "../cli/context.ts";
import type { CertificateAuthority, Deployer, Ledger, LineageStore, PendingOrderStore } from "../model/contracts.ts";
import type { RequestFiles, RequestPlaces, SigningRequest } from "../model/signing-request.ts";
import type { Parts } from "../renewal/parts.ts";
import { describeLeaf, splitChain } from "../store/certificate.ts";
import { checkPlaces, refuseTaken, writeRequested } from "../store/request-files.ts";

/**
 * The same parts for a certificate of the operator's own request (--csr), which is no lineage: it is written where the
 * operator wants it, nothing serves it, and no later run continues its order: a CA forgets one that is left. Limits and
 * pauses hold as for any other, on a page of the ledger of its own. Throws Problem `file-there`.
 */
export async function requestParts(
  parts: Parts,
  request: SigningRequest,
  places: RequestPlaces,
  page: string,
): Promise<RequestParts> {
  await refuseTaken(places);
  let files: RequestFiles | undefined;
  const store: LineageStore = {
    ...parts.store,
    ...{ read: async () => undefined, hasKey: async () => false, linkTypedName: async () => {} },
    checkWritable: () => checkPlaces(places),
    async save({ name }, { fullchainPem, ...issued }) {
      files = await writeRequested(places, splitChain(fullchainPem));
      const { directory, accountId } = { accountId: undefined, ...issued };
      return describeLeaf(fullchainPem, { name, version: 1, directory, accountId });
    },
  };
  const rehearsal = parts.rehearsal && { ...parts.rehearsal, authority: asking(parts.rehearsal.authority, request) };
  const authority = asking(parts.authority, request);
  const here = { store, authority, rehearsal, deployer, pendingOrders, ledger: spendingOnly(parts.ledger, page) };
  return { parts: { ...parts, ...here }, written: () => files };
}

function asking(authority: CertificateAuthority, request: SigningRequest): CertificateAuthority {
  return { ...authority, issue: (lineage, how) => authority.issue(lineage, { ...how, request }) };
}

/** Its page remembers what was spent and what failed, and no certificate that would have to be there. */
function spendingOnly(ledger: Ledger, page: string): Ledger {
  const none = { saved: undefined, ordered: undefined, deployed: undefined, proof: undefined, window: undefined };
  return {
    ...ledger,
    read: async () => ({ ...(await ledger.read(page)), ...none, asked: undefined }),
    othersSpending: () => ledger.othersSpending(page),
    write: (_, entry) => ledger.write(page, entry),
    note: (_, entry) => ledger.note(page, entry),
  };
}

const pendingOrders: PendingOrderStore = { read: async () => undefined, put: async () => {}, drop: async () => {} };

const deployer: Deployer = {
  deploy: async () => ({ https: "on", outside: undefined, lines: [] }),
  prove: async () => ({ problem: undefined, outside: undefined }),
  serves: async () => true,
  shown: async () => undefined,
};
