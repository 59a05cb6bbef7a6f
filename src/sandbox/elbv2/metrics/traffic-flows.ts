import type { Elbv2State } from '../state.ts';
import type { Listener, LoadBalancer } from '../listener.ts';
import { ruleFor } from '../proxy/conditions.ts';
import { decide, type Forward } from '../proxy/decide.ts';
import { candidatesOf } from '../proxy/choose-target.ts';
import { idleTimeoutOf } from '../proxy/idle-timeout.ts';
import type { Target, TargetHabit } from '../target.ts';
import type { RequestOutcome } from './request-outcome.ts';

/** Requests that somebody wants to come to a load balancer: `GET` of a path, without cookies. */
export interface TrafficStream {
  readonly requestsPerSecond: number;
  /** The listener's, as AWS knows it. */
  readonly port: number;
  /** The `Host` header; the load balancer's DNS name without. */
  readonly host?: string | undefined;
  readonly path: string;
}

/** Requests of one kind that come evenly. */
export interface Flow {
  readonly outcome: RequestOutcome;
  readonly requestsPerSecond: number;
}

/** Why not every request of a stream shows in metrics: nobody listens at the port any more, or real targets would get all or some of them. */
export type Unseen = 'no-listener' | 'all-real' | 'some-real';

/** Undefined where all of them show. */
export function unseenOf(
  elbv2: Elbv2State,
  loadBalancer: LoadBalancer,
  stream: TrafficStream,
): Unseen | undefined {
  if (listenerFor(elbv2, loadBalancer, stream) === undefined) return 'no-listener';
  const flows = flowsOf(elbv2, loadBalancer, stream);
  const seen = flows.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
  if (seen === 0) return 'all-real';
  // Shares of a whole, as floating point adds them up.
  return seen < stream.requestsPerSecond * (1 - 1e-9) ? 'some-real' : undefined;
}

/** What becomes of the requests of a stream while everything stays as it is at present. Real targets get none, and where nobody listens there are none. */
export function flowsOf(elbv2: Elbv2State, loadBalancer: LoadBalancer, stream: TrafficStream): Flow[] {
  const { requestsPerSecond } = stream;
  const listener = listenerFor(elbv2, loadBalancer, stream);
  if (listener === undefined || requestsPerSecond === 0) return [];
  const rule = ruleFor(elbv2.rulesOf(listener), {
    method: 'GET',
    host: stream.host ?? loadBalancer.description.DNSName ?? '',
    path: stream.path,
    query: '',
    sourceIp: '127.0.0.1',
    header: () => [],
  });
  const decision = decide(rule?.actions ?? []);
  const own = (status: number): Flow[] => [{ outcome: { kind: 'own', status }, requestsPerSecond }];
  switch (decision.kind) {
    case 'forward':
      return forwarded(elbv2, loadBalancer, decision, requestsPerSecond);
    case 'redirect':
      return own(decision.config.StatusCode === 'HTTP_301' ? 301 : 302);
    case 'fixed-response':
      return own(Number(decision.config.StatusCode ?? 503));
    case 'unsupported':
      return own(501);
    default:
      return decision satisfies never;
  }
}

function listenerFor(elbv2: Elbv2State, { arn }: LoadBalancer, stream: TrafficStream): Listener | undefined {
  return elbv2.listenersOf(arn).find(({ port }) => port === stream.port);
}

function forwarded(
  elbv2: Elbv2State,
  loadBalancer: LoadBalancer,
  { groups }: Forward,
  requestsPerSecond: number,
): Flow[] {
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [{ outcome: { kind: 'own', status: 503 }, requestsPerSecond }];
  const idleTimeout = idleTimeoutOf(loadBalancer);
  return groups.flatMap(({ targetGroupArn, weight }) => {
    const ofGroup = (requestsPerSecond * weight) / total;
    if (ofGroup === 0) return [];
    const targets = candidatesOf(elbv2.targetGroup(targetGroupArn)?.targets.values() ?? []);
    if (targets.length === 0) {
      return [{ outcome: { kind: 'own' as const, status: 503 }, requestsPerSecond: ofGroup }];
    }
    return habitsOf(targets).flatMap(({ habit, targets: alike }) =>
      flowsTo(habit, targetGroupArn, (ofGroup * alike) / targets.length, idleTimeout),
    );
  });
}

interface Alike {
  readonly habit: TargetHabit;
  targets: number;
}

/** How simulated targets answer, each way once: of a thousand targets most are alike. */
function habitsOf(targets: readonly Target[]): Alike[] {
  const found: Alike[] = [];
  for (const target of targets) {
    if (target.endpoint !== undefined || target.habit === undefined) continue;
    const habit = target.habit();
    const known = found.find((other) => isAlike(other.habit, habit));
    if (known === undefined) found.push({ habit, targets: 1 });
    else known.targets += 1;
  }
  return found;
}

function isAlike(a: TargetHabit, b: TargetHabit): boolean {
  if (a.kind === 'refused' || b.kind === 'refused') return a.kind === b.kind;
  return a.status === b.status && a.errorRate === b.errorRate && a.latency === b.latency;
}

function flowsTo(
  habit: TargetHabit,
  targetGroupArn: string,
  requestsPerSecond: number,
  idleTimeout: number,
): Flow[] {
  const unanswered = (status: number): Flow[] => [
    { outcome: { kind: 'unanswered', targetGroupArn, status }, requestsPerSecond },
  ];
  if (habit.kind === 'refused' || habit.status < 200) return unanswered(502);
  const { status, errorRate, latency } = habit;
  if (latency >= idleTimeout) return unanswered(504);
  const answered = (of: number, share: number): Flow => ({
    outcome: { kind: 'answered', targetGroupArn, status: of, latency },
    requestsPerSecond: requestsPerSecond * share,
  });
  return errorRate === 0
    ? [answered(status, 1)]
    : [answered(status, 1 - errorRate), answered(500, errorRate)].filter(
        (flow) => flow.requestsPerSecond > 0,
      );
}
