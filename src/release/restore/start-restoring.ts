import { AwsRejected, PermissionDenied } from '../../aws/errors.ts';
import type { Controller, Start } from '../../controllers/controller.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import { serviceName } from '../../model/service-ref.ts';

/** AWS refused an update that was to restore settings; which of them it minds, its words may say. Nothing has changed. */
class RestoreRefused extends EcsdeployError {
  constructor({ service, restored }: ReleasePlan, cause: AwsRejected | PermissionDenied) {
    const paths = (restored?.differences ?? []).map(({ path }) => path);
    super({
      code: cause.code,
      message: `${cause.message}; the update was to restore ${paths.join(', ')}`,
      suggestions: [
        ...cause.suggestions,
        `Go back without the settings of the service: the same command with --image-only, for ${serviceName(service)}.`,
      ],
      details: { ...cause.details, restores: paths },
      cause,
    });
  }
}

/**
 * Starts a way back; where AWS refuses it, and it was to restore settings too, the error says how to go back without them.
 * @throws RestoreRefused, and what starting throws
 */
export async function startRestoring(
  controller: Controller,
  plan: ReleasePlan,
  signal: AbortSignal,
): Promise<Start> {
  try {
    return await controller.start(plan, signal);
  } catch (error) {
    const isRefusal = error instanceof AwsRejected || error instanceof PermissionDenied;
    const restores = (plan.restored?.differences ?? []).length > 0;
    throw isRefusal && restores ? new RestoreRefused(plan, error) : error;
  }
}
