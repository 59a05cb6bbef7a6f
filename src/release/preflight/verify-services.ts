import { EcsdeployError } from '../../model/error.ts';
import type { ReleaseError } from '../../model/outcome.ts';
import type { PreflightReport } from '../../model/preflight.ts';
import { serviceName } from '../../model/service-ref.ts';
import type { ReleaseContext } from '../release-context.ts';
import { verifyService, type VerifyRequest } from './verify-service.ts';

export interface VerifyMember {
  readonly request: VerifyRequest;
  readonly context: ReleaseContext;
}

/** A service that could not be verified. */
export interface Unverified {
  readonly service: string;
  readonly error: ReleaseError;
}

/**
 * Verifies services side by side, in their order. Of several, one that cannot be read keeps nobody from hearing of the others.
 * @throws EcsdeployError what verifying throws, where there is only one
 */
export async function verifyServices(
  members: readonly VerifyMember[],
): Promise<(PreflightReport | Unverified)[]> {
  return await Promise.all(
    members.map(async ({ request, context }) => {
      try {
        return await verifyService(context, request);
      } catch (error) {
        if (!(error instanceof EcsdeployError) || members.length === 1) throw error;
        const { code, message, suggestions } = error;
        return { service: serviceName(request.service), error: { code, message, suggestions } };
      }
    }),
  );
}
