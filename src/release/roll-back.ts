import { requireService } from '../aws/services.ts';
import { chooseController } from '../controllers/choose-controller.ts';
import type { Deployment } from '../model/deployment.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { checkAccount } from './check-account.ts';
import { goBackFrom } from './go-back/in-progress.ts';
import type { GoBackOrder } from './go-back/order.ts';
import { redeployEarlier } from './go-back/redeploy.ts';
import { orInterrupted } from './or-interrupted.ts';
import type { ReleaseContext } from './release-context.ts';
import type { RollbackRequest } from './requests.ts';
import { sayingWhatWasDone } from './saying-what-was-done.ts';
import { withSettingsLeftAside } from './rollback-settings/with-settings-aside.ts';
import { leftByEarlierRun } from './scaling/scaling-order.ts';
import { withScaling } from './scaling/with-scaling.ts';
import { whileReading } from './while-reading.ts';

/**
 * Takes a service back: a deployment in progress is stopped and rolled back by AWS, or followed if it is the way back;
 * otherwise the last release that succeeded before, or the one that was named, is deployed again. Nothing of ours stands in its way at night: no busy check, no
 * bakes, no pauses, no gates.
 */
export async function rollBack(context: ReleaseContext, request: RollbackRequest): Promise<ReleaseResult> {
  context.report({ type: 'release.started', action: 'rollback' });
  return await sayingWhatWasDone(context, (told) =>
    orInterrupted(told, 'rollback', request.service, (startedAt) =>
      request.dryRun
        ? whileReading(told, (reading) => run(reading, request, startedAt))
        : run(told, request, startedAt),
    ),
  );
}

async function run(
  context: ReleaseContext,
  request: RollbackRequest,
  startedAt: number,
): Promise<ReleaseResult> {
  const found = await whileReading(context, async (reading) => {
    await checkAccount(reading, request.account);
    const service = await requireService(reading.aws, request.service);
    const controller = chooseController(reading.aws, service, request.codeDeploy);
    return { service, controller, inProgress: await controller.find(service.ref) };
  });
  const { service, inProgress } = found;
  const order = { request, service, controller: found.controller, startedAt };
  return await withScaling(context, { service, order: leftByEarlierRun(service.tags) }, (withheld) =>
    goBack(withheld, order, inProgress),
  );
}

async function goBack(
  context: ReleaseContext,
  order: GoBackOrder,
  inProgress: Deployment | undefined,
): Promise<ReleaseResult> {
  if (inProgress === undefined) return await redeployEarlier(context, order);
  return await withSettingsLeftAside(context, order.service, (withheld) =>
    goBackFrom(withheld, { ...order, inProgress }),
  );
}
