import type { Aws } from './aws.ts';
import { Company } from './company.ts';
import { CredentialWatch } from './credential-watch.ts';
import { Pacing } from './pacing.ts';
import { SharedReads } from './shared-reads.ts';

/** What an `Aws` is made of; the rest it brings along. */
export type AwsParts = Pick<Aws, 'clients' | 'clock' | 'random' | 'onCall'>;

/** One account and region as all releases of a process share it. */
export function openAws(parts: AwsParts): Aws {
  return {
    ...parts,
    pacing: new Pacing(parts.clock),
    reads: new SharedReads(),
    company: new Company(parts.clock),
    credentials: new CredentialWatch(parts.clock, () => parts.clients.credentialLife()),
  };
}
