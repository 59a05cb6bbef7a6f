import type { ServiceSettings } from '../../aws/service-state.ts';
import type { Gate, RollbackPolicy } from '../../model/gate.ts';
import type { DeploymentSettings } from '../../model/release-plan.ts';

/** Alarms that gates decide by, in any moment, each once. Pure. */
export function alarmsMeasured(gates: readonly Gate[]): string[] {
  return namesIn(gates, () => true);
}

/** Alarms by which gates may take a release back: one that only measures before it refuses it by itself. Pure. */
export function alarmsThatTakeBack(gates: readonly Gate[]): string[] {
  return namesIn(gates, ({ at }) => at.some((moment) => moment !== 'before'));
}

/** Alarms of the gates that watch a deployment while it runs, each once; one that is only tried out is nobody else's business. Pure. */
export function alarmsDuring(gates: readonly Gate[]): string[] {
  return namesIn(gates, ({ at }) => at.includes('during'));
}

function namesIn(gates: readonly Gate[], isMeant: (gate: Gate) => boolean): string[] {
  const names = gates.flatMap((gate) =>
    gate.check.kind === 'alarms' && !gate.dryRun && isMeant(gate) ? gate.check.names : [],
  );
  return [...new Set(names)];
}

/**
 * The settings with the alarms of the gates, so that ECS watches them too: it goes on doing so when this process is dead. Alarms that
 * are configured, or else those that the service has, stay. Where a person is asked, ECS watches none of the gates': it asks nobody, and
 * would have failed the deployment before there is an answer. Pure.
 */
export function withAlarmsOfGates(
  settings: DeploymentSettings,
  live: Pick<ServiceSettings, 'alarms'>,
  gates: readonly Gate[],
  policy: RollbackPolicy,
): DeploymentSettings {
  const wanted = alarmsDuring(gates);
  if (wanted.length === 0) return settings;
  if (policy === 'ask') return withoutThoseOfGates(settings, live, wanted);
  const known = settings.alarms ?? (live.alarms?.enable === true ? live.alarms : undefined);
  const names = [...new Set([...(known?.names ?? []), ...wanted])];
  const rollback = known?.rollback === true || policy === 'automatic';
  return { ...settings, alarms: { names, enable: true, rollback } };
}

/** What an earlier release has put on the service for its gates goes; what is configured stays. */
function withoutThoseOfGates(
  settings: DeploymentSettings,
  { alarms }: Pick<ServiceSettings, 'alarms'>,
  ofGates: readonly string[],
): DeploymentSettings {
  const isThere = alarms?.enable === true && alarms.names.some((name) => ofGates.includes(name));
  if (settings.alarms !== undefined || !isThere) return settings;
  const names = alarms.names.filter((name) => !ofGates.includes(name));
  return { ...settings, alarms: { names, enable: names.length > 0, rollback: alarms.rollback } };
}

/** The gates without alarms that somebody has accepted as firing; a gate that has none left measures nothing. Pure. */
export function withoutAlarms(gates: readonly Gate[], accepted: readonly string[]): Gate[] {
  if (accepted.length === 0) return [...gates];
  return gates.flatMap((gate): Gate[] => {
    const { check } = gate;
    if (check.kind !== 'alarms') return [gate];
    const names = check.names.filter((name) => !accepted.includes(name));
    return names.length === 0 ? [] : [{ ...gate, check: { ...check, names } }];
  });
}
