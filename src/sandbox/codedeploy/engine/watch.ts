import type { DeploymentFault } from './error-information.ts';
import { delays } from './delays.ts';
import { failDeployment } from './fail-deployment.ts';
import { repeat, type GoingOn } from './going.ts';
import { scalingFault } from './scaling-fault.ts';

/** Looks at the alarms and at the service from now on, again and again until the deployment has ended. */
export function watch(going: GoingOn): void {
  if (look(going) === 'done') return;
  repeat(going, delays.alarmPoll, 'look at alarms', () => look(going));
}

function look(going: GoingOn): 'again' | 'done' {
  const fault = serviceFault(going) ?? alarmFault(going) ?? scalingFault(going);
  if (fault === undefined) return 'again';
  failDeployment(going, fault);
  return 'done';
}

function serviceFault({ world, service }: GoingOn): DeploymentFault | undefined {
  if (service.status !== 'ACTIVE') {
    return {
      kind: 'ecs',
      code: 'ServiceNotActiveException',
      message: 'Service was not ACTIVE.',
      requestId: world.random.uuid(),
    };
  }
  return service.controller === 'CODE_DEPLOY' ? undefined : { kind: 'not-code-deploy' };
}

/** The alarms of the deployment, else those of its group. */
function alarmFault({ world, deployment }: GoingOn): DeploymentFault | undefined {
  const { overrideAlarms, settings } = deployment;
  const watched = overrideAlarms ?? settings.alarms;
  if (watched?.enabled !== true) return undefined;
  const names = (watched.alarms ?? []).flatMap(({ name }) => name ?? []);
  const active = names.filter((name) => world.cloudwatch.alarm(name)?.state === 'ALARM');
  if (active.length > 0) return { kind: 'alarms', names: active };
  const missing = names.filter((name) => world.cloudwatch.alarm(name) === undefined);
  if (missing.length === 0 || watched.ignorePollAlarmFailure === true) return undefined;
  return { kind: 'alarms-unreadable', names: missing };
}
