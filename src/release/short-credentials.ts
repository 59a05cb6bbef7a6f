import type { CredentialLife } from '../aws/credential-life.ts';
import type { Milliseconds } from '../model/duration.ts';
import type { Warning } from '../model/release-event.ts';
import { expiryMargin } from './follow-policy.ts';
import type { ReleaseContext } from './release-context.ts';

/**
 * Tells, once in a process, that the credentials end before what is followed may. Where their provider can give newer ones that is no news.
 * @param atMost how long it is followed
 */
export async function warnOfShortCredentials(
  { aws, clock, interrupt, report }: ReleaseContext,
  atMost: Milliseconds,
): Promise<void> {
  const warning = shortCredentials(await aws.credentials.life(interrupt), clock.now() + atMost);
  if (warning !== undefined && aws.credentials.tellOnce()) report({ type: 'warning', warning });
}

function shortCredentials({ expiresAt, canRenew }: CredentialLife, neededUntil: number): Warning | undefined {
  if (expiresAt === undefined || canRenew || neededUntil <= expiresAt - expiryMargin) return undefined;
  return { kind: 'credentials-short', expireAt: expiresAt, neededUntil };
}
