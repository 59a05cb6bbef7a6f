import type { World } from '../../../world.ts';
import type { LifecycleStage } from '../../records/lifecycle-hook.ts';
import type { ServiceDeploymentRecord } from '../../records/service-deployment.ts';
import type { ServiceRecord } from '../../records/service.ts';
import { failDeployment } from '../fail-deployment.ts';
import { hooksAt, runHooks } from './stage-hooks.ts';

/** The stages of a rolling deployment that can have hooks (2.4.4: "scale stages"). When exactly they run is inferred. */
type ScaleStage = Extract<LifecycleStage, 'PRE_SCALE_UP' | 'POST_SCALE_UP'>;

/** Runs the hooks of a rolling deployment that come before its first task. */
export function askBeforeScaleUp(
  world: World,
  service: ServiceRecord,
  record: ServiceDeploymentRecord,
): void {
  ask(world, service, record, 'PRE_SCALE_UP');
}

/** Runs the hooks that come once the new tasks are healthy and the old ones gone, before the bake time; `wait` until they have agreed. */
export function askAfterScaleUp(world: World, service: ServiceRecord): 'wait' | 'go-on' {
  const [record] = service.serviceDeployments;
  if (record?.status !== 'IN_PROGRESS' || record.shift !== undefined) return 'go-on';
  if (record.hooks?.stage !== 'POST_SCALE_UP') ask(world, service, record, 'POST_SCALE_UP');
  return waitsForHooks(record, 'POST_SCALE_UP') ? 'wait' : 'go-on';
}

/** Hooks of this stage have not ended yet. */
export function waitsForHooks({ hooks }: ServiceDeploymentRecord, stage: ScaleStage): boolean {
  return hooks?.stage === stage && hooks.state === 'running';
}

function ask(world: World, service: ServiceRecord, record: ServiceDeploymentRecord, stage: ScaleStage): void {
  if (hooksAt(record.configuration.lifecycleHooks, stage).length === 0) return;
  runHooks(world, service, record, stage, (objection) => {
    if (objection === undefined) service.wake();
    else failDeployment(world, service, { kind: 'hooks', objection });
  });
}
