import type { Phase, Snapshot } from '../model/deployment.ts';
import { isLifecycleEvent, readyWait, stageOfEvent, terminationWait } from '../model/lifecycle.ts';
import { bakeName, describeWayBack } from './describe-snapshot.ts';

/** The rows of the live view, in the order in which a release goes through them. */
export const rowKeys = [
  'prepare',
  'build',
  'push',
  'deployment',
  'tasks',
  'health',
  'draining',
  'hooks',
  'test-traffic',
  'traffic',
  'bake',
  'clean-up',
  'roll-back',
  'verify',
] as const;
export type RowKey = (typeof rowKeys)[number];

export interface Row {
  readonly key: RowKey;
  /** What it is called, whatever it says besides. */
  name: string;
  title: string;
  /** `hidden`: it is not shown, or not yet. `left`: it goes on, and is not followed any further, as was asked for. */
  state: 'waiting' | 'active' | 'done' | 'failed' | 'left' | 'hidden';
}

/** What the rows are called, unless a release gives them a better name. */
export const phaseNames: Readonly<Record<RowKey, string>> = {
  prepare: 'prepare',
  build: 'Build the image',
  push: 'Push the image',
  deployment: 'Start the deployment',
  tasks: 'Start new tasks',
  health: 'Wait for health checks',
  draining: 'Drain old tasks',
  hooks: 'Hooks before traffic',
  'test-traffic': 'Test traffic',
  traffic: 'Shift traffic',
  bake: 'Bake time',
  'clean-up': 'Clean up old tasks',
  'roll-back': 'Roll back',
  verify: 'Verify',
};
// Rows that many releases never reach; they appear when they are.
const rare: ReadonlySet<RowKey> = new Set([
  'build',
  'push',
  'health',
  'hooks',
  'test-traffic',
  'traffic',
  'bake',
  'clean-up',
  'roll-back',
]);

/** The rows of a release of which nothing is known yet. */
export function firstRows(): Row[] {
  return rowKeys.map((key) => ({
    key,
    name: phaseNames[key],
    title: phaseNames[key],
    state: rare.has(key) ? 'hidden' : 'waiting',
  }));
}

/** Rows that every release has under which AWS shifts traffic, and the one that it has not: its old tasks run to the end. */
export const shiftingRows: ReadonlySet<RowKey> = new Set<RowKey>(['traffic', 'clean-up']);
export const rollingRows: ReadonlySet<RowKey> = new Set<RowKey>(['draining']);

/** What a row is called that says more of this release than of any other; undefined where it does not. */
export function nameOf(row: RowKey, snapshot: Snapshot): string | undefined {
  const { hooks = [], shift, rollbackDeployment } = snapshot;
  switch (row) {
    case 'hooks':
      // A person is asked there, or a function.
      return hooks.every(({ target }) => target === 'pause') ? 'Approval before traffic' : phaseNames.hooks;
    case 'bake':
      return shift?.stage === terminationWait ? capital(bakeName(shift, { kind: 'final' })) : undefined;
    case 'roll-back':
      return rollbackDeployment === undefined ? undefined : capital(describeWayBack(snapshot));
    default:
      return undefined;
  }
}

function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** The row that a look belongs to; undefined where it leads to no other one. */
export function rowOf(snapshot: Snapshot): RowKey | undefined {
  const { phase, status, shift } = snapshot;
  if (phase === 'ended') return status === 'successful' ? 'verify' : undefined;
  if (shift === undefined || phase === 'rolling-back' || phase === 'stopping') return rowOfPhase[phase];
  if (phase === 'draining-old-tasks') return 'clean-up';
  return rowOfStage(snapshot, stageOf(shift.stage)) ?? rowOfShiftingPhase[phase];
}

/** The stage of ECS at which the same happens. */
function stageOf(stage: string | undefined): string | undefined {
  return stage !== undefined && isLifecycleEvent(stage) ? stageOfEvent[stage] : stage;
}

// The stages of AWS say more than our phases; one that this program does not know is left to them.
function rowOfStage({ hooks = [], shift, phase }: Snapshot, stage: string | undefined): RowKey | undefined {
  switch (stage) {
    case 'POST_SCALE_UP':
      return hooks.length > 0 ? 'hooks' : 'health';
    case 'TEST_TRAFFIC_SHIFT':
    case 'POST_TEST_TRAFFIC_SHIFT':
      // AWS goes through these also where nothing sends test traffic.
      return hooks.length > 0 || (shift?.test ?? 0) > 0 ? 'test-traffic' : undefined;
    case 'PRE_PRODUCTION_TRAFFIC_SHIFT':
    case 'PRODUCTION_TRAFFIC_SHIFT':
    case 'POST_PRODUCTION_TRAFFIC_SHIFT':
      return 'traffic';
    // After the test traffic, if there is any.
    case readyWait:
      return (shift?.test ?? 0) > 0 ? 'test-traffic' : 'hooks';
    case 'BAKE_TIME':
    case terminationWait:
      return 'bake';
    case 'CLEAN_UP':
      return 'clean-up';
    default:
      return phase === 'baking' && shift?.bake?.kind === 'step' ? 'traffic' : undefined;
  }
}

const rowOfPhase: Readonly<Record<Exclude<Phase, 'ended'>, RowKey | undefined>> = {
  requested: 'deployment',
  'starting-tasks': 'tasks',
  'waiting-for-health': 'health',
  'draining-old-tasks': 'draining',
  'shifting-traffic': 'traffic',
  // A rolling release has hooks too, at the stages in which its tasks start.
  'waiting-for-hooks': undefined,
  'waiting-for-approval': undefined,
  baking: 'bake',
  'rolling-back': 'roll-back',
  stopping: undefined,
};
const rowOfShiftingPhase: typeof rowOfPhase = {
  ...rowOfPhase,
  'draining-old-tasks': 'clean-up',
  'shifting-traffic': undefined,
};
