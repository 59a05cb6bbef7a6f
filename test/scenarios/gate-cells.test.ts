import { describe, expect, it } from '@jest/globals';
import { NoHttpAnswer } from '../../src/gates/no-http-answer.ts';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import { gateContradictions } from '../../src/config/gate-contradictions.ts';
import type { Gate, GateCheck, GateMoment } from '../../src/model/gate.ts';
import type { ReleaseFact } from '../../src/model/release-event.ts';
import type { BehaviourChange } from '../../src/sandbox/engine/image-behaviour.ts';
import { imageOf, Rehearsal, type Stage } from './rehearsal.ts';
import { commandGate, measuring, scripted } from './scripted-gates.ts';
import { putWebAlarm, setAlarm } from './web-alarm.ts';

type Answer = 'pass' | 'fail' | 'error' | 'inconclusive' | 'silent';
type Verdict = 'pass' | 'fail' | 'inconclusive';
type Kind = GateCheck['kind'];
/** How it is staged before the release, and what the gate makes of it; or why there is no such cell. */
type Cell = Played | { readonly not: string };
interface Played {
  readonly verdict: Verdict;
  readonly stage: (rehearsal: Rehearsal, scene: Scene) => unknown;
  readonly check?: GateCheck | undefined;
}
interface Scene {
  readonly moment: GateMoment;
  /** Does it when the moment begins. */
  readonly then: (act: () => unknown) => void;
}

/** Exit codes by verdict. */
const moments: Readonly<Record<GateMoment, Readonly<Record<Verdict, number>>>> = {
  before: { pass: 0, fail: 10, inconclusive: 10 },
  during: { pass: 0, fail: 20, inconclusive: 33 },
  after: { pass: 0, fail: 20, inconclusive: 33 },
};

const program = (answer: Parameters<typeof scripted>[1], verdict: Verdict): Cell => ({
  stage: (rehearsal) => void scripted(rehearsal, answer),
  verdict,
});

const url = (ask: (rehearsal: Rehearsal) => Rehearsal['askHttp'], verdict: Verdict): Cell => ({
  stage: (rehearsal) => {
    rehearsal.askHttp = ask(rehearsal);
  },
  verdict,
});
const answers = (status: number) => () => () => Promise.resolve({ status, body: '', milliseconds: 5 });

const alarm = (verdict: Verdict, stage: Played['stage']): Cell => ({
  stage: async (rehearsal, scene) => {
    await putWebAlarm(rehearsal);
    await stage(rehearsal, scene);
  },
  verdict,
});

async function fires(rehearsal: Rehearsal, { moment, then }: Scene): Promise<void> {
  const fire = () => setAlarm(rehearsal, 'ALARM');
  // One that fires before a release whose health it is to tell is refused.
  if (moment === 'during') void rehearsal.meanwhile(seconds(15), fire);
  else if (moment === 'after') then(() => void fire());
  else await fire();
}

/** The new image is like this when the moment begins. */
const image = (verdict: Verdict, behaviour: BehaviourChange, check?: GateCheck): Cell => ({
  stage: ({ sandbox }, { then }) => then(() => sandbox.control.behave(imageOf(2), behaviour)),
  verdict,
  check,
});

/** AWS refuses what the gate asks, or never answers it, from the moment's beginning on. */
const deaf = (operation: string, fault: { readonly error: string } | { readonly hang: true }): Played => ({
  stage: ({ sandbox }, { then }) => then(() => sandbox.control.fault({ operation, ...fault })),
  verdict: 'inconclusive',
});
const denied = { error: 'AccessDeniedException' };
const noAnswer = { hang: true } as const;

/** At the first look of all nobody has checked the target yet; later it may be unhealthy within the grace of its task. */
const notYetHealthy: Played = {
  stage: ({ sandbox }, { then, moment }) => {
    if (moment === 'after') then(() => sandbox.control.behave(imageOf(2), { http: { status: 503 } }));
  },
  verdict: 'inconclusive',
};

/** What is measured has this number: of the new image, or before the deployment of the one that serves, and then for some minutes. */
const number = (verdict: Verdict, behaviour: BehaviourChange, check?: GateCheck): Cell => ({
  stage: async ({ sandbox }, { then, moment }) => {
    if (moment !== 'before') {
      then(() => sandbox.control.behave(imageOf(2), behaviour));
      return;
    }
    sandbox.control.behave(imageOf(1), behaviour);
    await sandbox.clock.sleep(minutes(3));
  },
  verdict,
  check,
});

const cpu = { kind: 'metrics', source: { kind: 'preset', preset: 'cpu' }, window: minutes(1) } as const;
const checks: Readonly<Record<Kind, GateCheck>> = {
  command: { kind: 'command', command: ['smoke'], timeout: seconds(3) },
  http: {
    kind: 'http',
    url: 'https://shop.example/health',
    method: 'GET',
    headers: {},
    statuses: [{ from: 200, to: 299 }],
    timeout: seconds(3),
  },
  alarms: { kind: 'alarms', names: ['web-5xx'] },
  'target-health': { kind: 'target-health', healthyPercent: 100 },
  metrics: { ...cpu, limit: { kind: 'absolute', max: 15 }, minimumSamples: 1 },
  task: { kind: 'task', command: ['bin/smoke'], environment: {}, timeout: seconds(30) },
};

/** A kind, an answer or a moment that is new is an error of types here. */
const cells: Readonly<Record<Kind, Readonly<Record<Answer, Cell>>>> = {
  command: {
    pass: program([0], 'pass'),
    fail: program([1], 'fail'),
    error: program(['cannot-start'], 'inconclusive'),
    inconclusive: program([75], 'inconclusive'),
    silent: program(['silent'], 'inconclusive'),
  },
  http: {
    pass: url(answers(200), 'pass'),
    fail: url(answers(503), 'fail'),
    error: url(() => () => Promise.reject(new NoHttpAnswer('no such host', false)), 'inconclusive'),
    inconclusive: { not: 'an answer is as it should be, or it is not' },
    silent: url(
      ({ sandbox }) =>
        async ({ timeout, signal }) => {
          await sandbox.clock.sleep(timeout, signal);
          throw new NoHttpAnswer('time-out', true);
        },
      'fail',
    ),
  },
  alarms: {
    pass: alarm('pass', () => undefined),
    fail: alarm('fail', fires),
    error: alarm('inconclusive', deaf('DescribeAlarms', { error: 'AccessDenied' }).stage),
    inconclusive: { not: 'an alarm fires, or it does not: without data it does not' },
    silent: alarm('inconclusive', deaf('DescribeAlarms', noAnswer).stage),
  },
  'target-health': {
    pass: image('pass', {}),
    fail: image('fail', { http: { status: 503 } }),
    error: deaf('DescribeTargetHealth', { error: 'AccessDenied' }),
    inconclusive: notYetHealthy,
    silent: deaf('DescribeTargetHealth', noAnswer),
  },
  metrics: {
    pass: number('pass', {}),
    fail: number('fail', { cpu: 90 }),
    error: deaf('GetMetricData', denied),
    inconclusive: number(
      'inconclusive',
      {},
      {
        ...cpu,
        limit: { kind: 'absolute', max: 15 },
        minimumSamples: 1_000,
      },
    ),
    silent: deaf('GetMetricData', noAnswer),
  },
  task: {
    pass: image('pass', { command: { code: 0, after: seconds(2) } }),
    fail: image('fail', { command: { code: 1, after: seconds(2) } }),
    error: deaf('RunTask', denied),
    inconclusive: { not: 'a task ends with 0 or with something else, or it could not be run' },
    silent: image('fail', { command: { code: 0, after: minutes(60) } }),
  },
};

/** Cells that the file refuses (exit 3), and why. */
const never: Readonly<Record<Kind, Partial<Readonly<Record<GateMoment, string>>>>> = {
  command: {},
  http: {},
  alarms: {},
  'target-health': { before: 'no target of the new revision is there yet' },
  metrics: {},
  task: { during: 'a task runs once, before the deployment or after it' },
};

/** What a kind needs to have something to measure; the others do with a service of one task. */
const stages: Partial<Readonly<Record<Kind, Stage>>> = {
  'target-health': { loadBalancer: true, service: { healthCheckGracePeriodSeconds: 0 } },
  // CloudWatch counts in whole minutes.
  metrics: { service: { deploymentConfiguration: { strategy: 'ROLLING', bakeTimeInMinutes: 4 } } },
};

const paces: Readonly<Record<Kind, Partial<Gate>>> = {
  command: { interval: seconds(5) },
  http: { interval: seconds(5) },
  alarms: { interval: seconds(5) },
  // ECS soon stops a task whose target is unhealthy.
  'target-health': { interval: seconds(1) },
  metrics: { interval: seconds(30) },
  task: { count: 1 },
};

const rows = (Object.keys(cells) as Kind[]).flatMap((kind) =>
  (Object.entries(cells[kind]) as [Answer, Cell][]).flatMap(([answer, cell]) =>
    'not' in cell
      ? []
      : (Object.keys(moments) as GateMoment[])
          .filter((moment) => never[kind][moment] === undefined)
          .map((moment) => ({ kind, answer, moment, cell, verdict: cell.verdict })),
  ),
);

describe('Every kind of gate, with every answer, at every moment', () => {
  it.each(rows)('$kind: $answer, $moment: $verdict', async ({ kind, answer, moment, cell, verdict }) => {
    const inGrace = kind === 'target-health' && answer === 'inconclusive';
    const rehearsal = await Rehearsal.begin({
      desired: 1,
      ...stages[kind],
      ...(inGrace ? { service: { healthCheckGracePeriodSeconds: 600 } } : {}),
    });
    const context = rehearsal.context();
    const begin: (() => unknown)[] = [];
    const report = (fact: ReleaseFact): void => {
      context.report(fact);
      if (fact.type === 'watch.started') for (const act of begin.splice(0)) void act();
    };
    await cell.stage(rehearsal, {
      moment,
      then: (act) => (moment === 'after' ? void begin.push(act) : void act()),
    });
    const gate: Gate = commandGate({
      at: [moment],
      ...paces[kind],
      ...(inGrace ? { count: 1, initialDelay: moment === 'after' ? seconds(40) : 0 } : {}),
      errorLimit: 2,
      check: cell.check ?? checks[kind],
    });
    const watchFor = moment === 'after' ? minutes(kind === 'metrics' ? 3 : 1) : 0;

    const { outcome, gates } = await rehearsal.deploy(measuring([gate], watchFor), { ...context, report });

    const exit = moments[moment][verdict];
    expect({
      exit: exitCodeOf(outcome),
      verdict: gates?.[0]?.verdict.kind,
      serving: (await rehearsal.serving()).taskDefinition,
    }).toEqual({ exit, verdict, serving: exit === 10 || exit === 20 ? 'web:1' : 'web:2' });
  });

  it.each(
    (Object.entries(never) as [Kind, Partial<Record<GateMoment, string>>][]).flatMap(([kind, at]) =>
      (Object.entries(at) as [GateMoment, string][]).map(([moment, why]) => ({ kind, moment, why })),
    ),
  )('$kind, $moment, is refused by the file: $why', ({ kind, moment }) => {
    const gate = commandGate({ at: [moment], check: checks[kind] });

    expect(gateContradictions(gate, minutes(10)).map(({ member }) => member)).toEqual(['gates.smoke.at']);
  });
});
