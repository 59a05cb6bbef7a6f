import { dimensionsOf, type TargetGroupDimensions } from '../../aws/metric-dimensions.ts';
import { getMetricData, type MetricWindow } from '../../aws/metrics.ts';
import type { Measurement, MetricsCheck } from '../../model/gate.ts';
import type { GateContext } from '../gate-context.ts';
import { groupsUnknown, type GateSubject } from '../subject.ts';
import { judgeMetric, type Baseline } from './metrics-judge.ts';
import {
  loadBalancerQuestion,
  ownQuestion,
  serviceQuestion,
  type MetricQuestion,
} from './metrics-question.ts';
import { readMetric, type MetricReading } from './metrics-reading.ts';
import { windowBackFrom, windowBeforeRelease } from './metrics-window.ts';

const servingUnknown = 'AWS does not tell which of its target groups serves';

type Context = Pick<GateContext, 'aws' | 'clock' | 'interrupt'>;

/**
 * Asks CloudWatch for a number of the newest whole minutes, and holds it against its limit. A comparison looks at the old revision in the
 * same minutes where that has target groups of its own: the same visitors at the same time. Where it has none, or no longer any
 * requests, it looks at the minutes before the release. Before the deployment the number is that of what serves then.
 * @throws what `call` throws
 */
export async function measureMetrics(
  context: Context,
  check: MetricsCheck,
  subject: GateSubject,
): Promise<Measurement> {
  const at = context.clock.now();
  const looked = await lookAt(context, check, subject);
  if (looked.kind === 'error') return { kind: 'error', at, error: looked.error };
  const { question, oldQuestion } = looked;
  const window = windowBackFrom(at, check.window, subject);
  const findings = { at, question, needed: check.minimumSamples, limit: check.limit };
  if (window === undefined) return judgeMetric({ ...findings, reading: { kind: 'too-few', samples: 0 } });
  const ask = (one: MetricQuestion, when: MetricWindow, notBefore?: number): Promise<MetricReading> =>
    readWindow(context, one, when, { needed: check.minimumSamples, notBefore });
  const reading = await ask(question, window, subject.moment === 'before' ? undefined : subject.since);
  if (check.limit.kind === 'absolute' || reading.kind !== 'number')
    return judgeMetric({ ...findings, reading });
  const beforeRelease = windowBeforeRelease(window, subject);
  const old: Baseline | undefined = oldQuestion && {
    of: 'old-revision',
    reading: await ask(oldQuestion, window),
  };
  const baseline: Baseline =
    old !== undefined && old.reading.kind !== 'too-few'
      ? old
      : { of: 'before-release', reading: await ask(oldQuestion ?? question, beforeRelease) };
  return judgeMetric({ ...findings, reading, baseline });
}

async function readWindow(
  { aws, interrupt }: Context,
  question: MetricQuestion,
  window: MetricWindow,
  { needed, notBefore = 0 }: Readable,
): Promise<MetricReading> {
  // Two attempts: the gate asks again at its next interval anyway.
  const series = await getMetricData(aws, question.queries, window, { attempts: 2, signal: interrupt });
  const own = series.map((one) => ({ ...one, points: one.points.filter(({ at }) => at >= notBefore) }));
  return readMetric(question, own, needed);
}

interface Readable {
  readonly needed: number;
  /** A period of several minutes may have begun before the window: then numbers of the old revision are in it. */
  readonly notBefore?: number | undefined;
}

type Looked =
  | {
      readonly kind: 'questions';
      readonly question: MetricQuestion;
      /** The same of the old revision alone, where it can be told apart. */
      readonly oldQuestion?: MetricQuestion | undefined;
    }
  | { readonly kind: 'error'; readonly error: string };

async function lookAt(context: Context, { source }: MetricsCheck, subject: GateSubject): Promise<Looked> {
  if (source.kind === 'query') return { kind: 'questions', question: ownQuestion(source.queries) };
  const { preset } = source;
  if (preset === 'cpu' || preset === 'memory') {
    return { kind: 'questions', question: serviceQuestion(preset, subject.service) };
  }
  if (subject.targetGroups === undefined)
    return { kind: 'error', error: subject.moment === 'before' ? servingUnknown : groupsUnknown };
  const { isSplit, ofNew, ofOld } = subject.targetGroups;
  const groups = await balancedGroups(context, ofNew);
  if (groups.kind === 'error') return groups;
  const question = loadBalancerQuestion(preset, groups.dimensions);
  if (!isSplit || ofOld.length === 0) return { kind: 'questions', question };
  const oldGroups = await balancedGroups(context, ofOld);
  if (oldGroups.kind === 'error') return oldGroups;
  return { kind: 'questions', question, oldQuestion: loadBalancerQuestion(preset, oldGroups.dimensions) };
}

type BalancedGroups =
  | { readonly kind: 'found'; readonly dimensions: readonly TargetGroupDimensions[] }
  | { readonly kind: 'error'; readonly error: string };

/** Target groups that an Application Load Balancer counts the requests of. */
async function balancedGroups({ aws, interrupt }: Context, arns: readonly string[]): Promise<BalancedGroups> {
  if (arns.length === 0) return { kind: 'error', error: 'the service has no target group' };
  const dimensions: TargetGroupDimensions[] = [];
  for (const arn of arns) {
    const found = await dimensionsOf(aws, arn, { attempts: 2, signal: interrupt });
    const applications = found.loadBalancers.filter((name) => name.startsWith('app/'));
    if (applications.length === 0) {
      const why =
        found.loadBalancers.length === 0
          ? 'has no load balancer'
          : `is behind ${found.loadBalancers.join(', ')}, which counts no requests`;
      return { kind: 'error', error: `target group ${nameOf(found.targetGroup)} ${why}` };
    }
    dimensions.push({ ...found, loadBalancers: applications });
  }
  return { kind: 'found', dimensions };
}

/** `targetgroup/web/73e2d6bc24d8a067` → `web` */
function nameOf(dimension: string): string {
  return dimension.split('/')[1] ?? dimension;
}
