import { describeAlarms } from '../aws/alarms.ts';
import type { Aws } from '../aws/aws.ts';
import { PermissionDenied } from '../aws/errors.ts';
import { tailLog } from '../aws/log-tail.ts';
import { describeTargetHealth } from '../aws/target-health.ts';
import type {
  AlarmEvidence,
  Diagnosis,
  Finding,
  HookEvidence,
  LogExcerpt,
  MissingEvidence,
} from '../model/diagnosis.ts';
import { EcsdeployError } from '../model/error.ts';
import { knownSecrets } from '../model/known-secrets.ts';
import { logLocation } from '../model/log-location.ts';
import { maskAll, maskLines, type KnownSecrets } from '../model/mask-text.ts';
import { diagnose } from './diagnose.ts';
import type { Evidence, TargetGroupEvidence } from './evidence.ts';
import { likelyCause } from './likely-cause.ts';
import { logLink } from './log-link.ts';
import { asLogTells } from './log-tells.ts';

/** What is known without a further question, and where to ask. */
export interface Case extends Omit<Evidence, 'targetGroups' | 'alarms' | 'missing'> {
  readonly targetGroupArns: readonly string[];
  /** Alarms that AWS has found firing for the deployment. */
  readonly triggeredAlarms: readonly string[];
  /** Alarms that are asked whether they fire now; absent: none. */
  readonly watchedAlarms?: readonly string[] | undefined;
  /** What could not be read before. */
  readonly missing?: readonly MissingEvidence[] | undefined;
  /** Told what could not be read: it adds to a result, and never replaces it. */
  readonly onMissing: (missing: MissingEvidence) => void;
}

const logLines = 20;
const mostLogs = 2;
// A line of a log may be a megabyte long.
const longestLine = 1_000;
const longestRead = 20_000;

// Names, places and commands: what AWS or a program says stands elsewhere.
const ourOwn: ReadonlySet<string> = new Set([
  'action',
  'advice',
  'arn',
  'code',
  'container',
  'example',
  'functionArn',
  'gate',
  'group',
  'id',
  'link',
  'logGroup',
  'name',
  'next',
  'path',
  'since',
  'stage',
  'state',
  'stopCode',
  'stream',
  'what',
]);

/** Why the release went wrong. Never throws for what it cannot read: the first error wins, this only adds to it. */
export async function investigate(aws: Aws, facts: Case): Promise<Diagnosis> {
  const collected = new Collector(facts);
  const targetGroups = await Promise.all(
    facts.targetGroupArns.map(async (arn): Promise<TargetGroupEvidence> => {
      const read = () => describeTargetHealth(aws, arn, { attempts: 2 });
      return { arn, targets: (await collected.orMissing(`target health of ${arn}`, read)) ?? [] };
    }),
  );
  const alarms = await alarmsOf(aws, facts, collected);
  const hooks = facts.hooks.map((hook) => withLines(hook, facts));
  const evidence: Evidence = { ...facts, hooks, targetGroups, alarms, missing: [] };
  const diagnosis = diagnose(evidence);
  const findings = (await withLogs(aws, diagnosis.findings, facts, collected)).map(asLogTells);
  const { missing } = collected;
  const likely = likelyCause(findings, evidence);
  const whole = { likely, findings, evidence: { ...diagnosis.evidence, missing } };
  return maskAll(whole, secretsOf(facts), ourOwn);
}

function secretsOf({ definition }: Case): KnownSecrets {
  return definition === undefined ? { values: [], names: [] } : knownSecrets(definition);
}

async function alarmsOf(
  aws: Aws,
  { triggeredAlarms, watchedAlarms = [] }: Case,
  collected: Collector,
): Promise<AlarmEvidence[]> {
  const names = [...new Set([...triggeredAlarms, ...watchedAlarms])];
  if (names.length === 0) return [];
  const states = (await collected.orMissing('alarms', () => describeAlarms(aws, names))) ?? [];
  return names.flatMap((name): AlarmEvidence[] => {
    const state = states.find((one) => one.name === name);
    const isFiring = state?.state === 'ALARM';
    // It may have calmed down since, when the old revision serves again.
    if (!isFiring && !triggeredAlarms.includes(name)) return [];
    return [{ name, reason: isFiring ? state.reason : undefined }];
  });
}

/** The first findings, with the end of the log of the container that failed. */
async function withLogs(
  aws: Aws,
  findings: readonly Finding[],
  facts: Case,
  collected: Collector,
): Promise<Finding[]> {
  const read: Finding[] = [];
  let logs = 0;
  for (const finding of findings) {
    const log = logs < mostLogs ? await logOf(aws, finding, facts, collected) : undefined;
    if (log !== undefined) logs++;
    read.push(log === undefined ? finding : { ...finding, log });
  }
  return read;
}

async function logOf(
  aws: Aws,
  { container, example, exitCode }: Finding,
  facts: Case,
  collected: Collector,
): Promise<LogExcerpt | undefined> {
  const { definition, stoppedTasks } = facts;
  // A container that never ran has no log.
  if (definition === undefined || container === undefined || example === undefined || exitCode === undefined)
    return undefined;
  const location = logLocation(definition, container, example);
  if (location === undefined) return undefined;
  const { group, stream } = location;
  const link = logLink(stoppedTasks[0]?.taskArn ?? '', location);
  const lines = await collected.orMissing(
    `log ${group} ${stream}`,
    () => tailLog(aws, location, logLines),
    link,
  );
  if (lines === undefined) return { group, stream, lines: [], link };
  if (lines.length === 0) return undefined;
  return { group, stream, lines: shownLines(lines, facts), link };
}

/** A key that spans several lines is only seen where they are looked at together. */
function withLines(hook: HookEvidence, facts: Case): HookEvidence {
  return hook.lines === undefined ? hook : { ...hook, lines: shownLines(hook.lines, facts) };
}

function shownLines(lines: readonly string[], facts: Case): string[] {
  const cut = lines.map((line) => line.slice(0, longestRead));
  return maskLines(cut, secretsOf(facts)).map((line) =>
    line.length > longestLine ? `${line.slice(0, longestLine)}…` : line,
  );
}

class Collector {
  readonly missing: MissingEvidence[];
  readonly #onMissing: Case['onMissing'];

  constructor({ missing = [], onMissing }: Case) {
    this.missing = [...missing];
    this.#onMissing = onMissing;
  }

  async orMissing<Value>(
    what: string,
    read: () => Promise<Value>,
    link?: string,
  ): Promise<Value | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof EcsdeployError)) throw error;
      const missing = missingOf(what, error, link);
      this.missing.push(missing);
      this.#onMissing(missing);
      return undefined;
    }
  }
}

/** What an error means for whoever wanted to know. */
export function missingOf(what: string, error: EcsdeployError, link?: string): MissingEvidence {
  const action = error instanceof PermissionDenied ? error.details['operation'] : undefined;
  return {
    what,
    error: error.message,
    ...(typeof action === 'string' ? { action } : {}),
    ...(link === undefined ? {} : { link }),
  };
}
