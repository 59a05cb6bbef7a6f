import { formatDuration } from '../model/duration.ts';
import type { DeploymentSettings } from '../model/release-plan.ts';

/** A member of `deployment`, or `approve`, as the file spells it: from the settings that it has become. */
export function settingOf(settings: DeploymentSettings, member: string): unknown {
  const { approvals = [], canary, linear, earlySuccess } = settings;
  const [first] = approvals;
  switch (member) {
    case 'approve':
    case 'approve.at':
      return first === undefined ? 'none' : approvals.map(({ moment }) => moment);
    case 'approve.timeout':
      return duration(first?.timeoutInMinutes);
    case 'approve.onTimeout':
      return first?.onTimeout.toLowerCase();
    case 'deployment.bake':
      return duration(settings.bakeTimeInMinutes);
    case 'deployment.canary.bake':
      return duration(canary?.bakeTimeInMinutes);
    case 'deployment.linear.every':
      return duration(linear?.bakeTimeInMinutes);
    case 'deployment.earlySuccess.cleanup':
      return earlySuccess?.cleanup?.toLowerCase();
    case 'deployment.hooks':
      return settings.hooks?.map(
        ({ functionArn, roleArn, stages, details, timeoutInMinutes, onTimeout }) => ({
          function: functionArn,
          role: roleArn,
          stages,
          ...(details === undefined ? {} : { details }),
          ...(timeoutInMinutes === undefined ? {} : { timeout: duration(timeoutInMinutes) }),
          ...(onTimeout === undefined ? {} : { onTimeout: onTimeout.toLowerCase() }),
        }),
      );
    default:
      return member
        .split('.')
        .slice(1)
        .reduce<unknown>((at, name) => (isMap(at) ? at[name] : undefined), settings);
  }
}

function duration(minutes: number | undefined): string | undefined {
  return minutes === undefined ? undefined : formatDuration(minutes * 60_000);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
