import type { ReleaseContext } from '../release-context.ts';
import type { ResumeRequest } from '../requests.ts';
import { alarmsMeasured, withoutAlarms } from './alarms-of-gates.ts';
import { firingAlarms } from './firing-alarms.ts';
import { gatesAsked } from './gates-asked.ts';

/**
 * A request whose gates do not look at alarms that somebody has accepted, and that are in ALARM. Those that are not are looked at: they may
 * still turn. Reads only.
 */
export async function withoutAccepted(
  context: Pick<ReleaseContext, 'aws' | 'report'>,
  request: ResumeRequest,
): Promise<ResumeRequest> {
  const { gates: configured, acceptAlarms = [] } = request;
  const gates = gatesAsked(request);
  const named = alarmsMeasured(gates).filter((name) => acceptAlarms.includes(name));
  if (configured === undefined || named.length === 0) return request;
  const { accepted: alarms } = await firingAlarms(context, named, acceptAlarms);
  if (alarms.length === 0) return request;
  const warning = { kind: 'alarm-already-firing', alarms, onlyOfGates: true } as const;
  context.report({ type: 'warning', warning });
  return { ...request, gates: { ...configured, gates: withoutAlarms(gates, alarms) } };
}
