import { updateSettings } from '../aws/services.ts';
import type { Controller, Start } from '../controllers/controller.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import type { ReleaseContext } from './release-context.ts';

/**
 * Starts what a plan says. A plan without a deployment of CodeDeploy only sends settings, which start none.
 * @throws what the controller throws
 */
export async function startRelease(
  { aws }: ReleaseContext,
  controller: Controller,
  plan: ReleasePlan,
  signal: AbortSignal,
): Promise<Start> {
  const isStart = controller.kind === 'ecs' || plan.steps.some(({ kind }) => kind === 'create-deployment');
  if (isStart) return await controller.start(plan, signal);
  await updateSettings(aws, plan.service, { settings: plan.update.settings });
  return { kind: 'no-deployment' };
}
