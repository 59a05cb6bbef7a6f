import { EcsdeployError } from '../model/error.ts';
import { expiring } from './expiring.ts';
import type { ReleaseContext } from './release-context.ts';

/** Nothing could be watched, measured or taken back. */
class CredentialsSpent extends EcsdeployError {
  constructor(expiresAt: number, now: number) {
    const at = new Date(expiresAt).toISOString().slice(0, 19).replace('T', ' ');
    const left = Math.round((expiresAt - now) / 1000);
    const when = left > 0 ? `expire at ${at}Z, in ${left} s` : `have expired at ${at}Z`;
    super({
      code: 'credentials.expire_too_soon',
      message: `no deployment is started: the credentials ${when}, and nobody could see it through`,
      suggestions: [
        'Run it again with new credentials.',
        'What was built and registered is found again then.',
      ],
      details: { expiresAt },
    });
  }
}

/**
 * Refuses to start a deployment with credentials that end before the first looks at it, and that nobody renews: they may have been good
 * when a long build began.
 * @throws CredentialsSpent
 */
export async function refuseSpentCredentials({
  aws,
  clock,
  interrupt,
}: Pick<ReleaseContext, 'aws' | 'clock' | 'interrupt'>): Promise<void> {
  const { expiresAt, canRenew } = await aws.credentials.life(interrupt);
  const now = clock.now();
  if (expiresAt === undefined || canRenew || expiring(expiresAt, now).because === undefined) return;
  throw new CredentialsSpent(expiresAt, now);
}
