// npm run simulate -- --releases 2000 --seed 7 [--only K] [--history JSON|FILE]: exit 1 where an invariant is broken.
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fromShort, toShort, type History, type ShortHistory } from './history.ts';
import { historyOf } from './kinds/registry.ts';
import { examine, type Finding } from './search.ts';
import { Summary } from './summary.ts';
import { tellCourse } from './tell.ts';

const { values } = parseArgs({
  options: {
    releases: { type: 'string', default: '500' },
    seed: { type: 'string' },
    only: { type: 'string' },
    history: { type: 'string' },
    'most-findings': { type: 'string', default: '1' },
  },
});

const say = (text: string): unknown => process.stdout.write(`${text}\n`);
process.exitCode = values.history === undefined ? await drawAndRun() : await replay(values.history);

async function replay(given: string): Promise<number> {
  const text = existsSync(given) ? readFileSync(given, 'utf8') : given;
  const { course, finding } = await examine(fromShort(JSON.parse(text) as ShortHistory), { triesAtMost: 0 });
  for (const line of tellCourse(course)) say(line);
  if (finding === undefined) {
    say('Every invariant holds.');
    return 0;
  }
  say(`\nBroken: ${finding.violation.invariant}.\n${finding.violation.sentence}`);
  return 1;
}

async function drawAndRun(): Promise<number> {
  const seed = values.seed === undefined ? randomInt(1, 2 ** 31) : whole(values.seed, 'seed');
  const only = values.only === undefined ? undefined : whole(values.only, 'only');
  const releases = whole(values.releases, 'releases');
  const mostFindings = whole(values['most-findings'], 'most-findings');
  const first = only ?? 0;
  const last = only ?? releases - 1;
  say(`seed ${seed}, ${last - first + 1} histories`);
  const summary = new Summary();
  let findings = 0;
  for (let index = first; index <= last && findings < mostFindings; index++) {
    const history = historyOf(seed, index);
    const startedAt = performance.now();
    const { course, finding } = await examine(history);
    summary.add(index, course, performance.now() - startedAt);
    if (only !== undefined && finding === undefined) for (const line of tellCourse(course)) say(line);
    if (finding !== undefined) {
      findings += 1;
      tellFinding(seed, index, history, finding);
    }
    if ((index - first) % 100 === 99) say(summary.progress());
  }
  say('');
  for (const line of summary.lines()) say(line);
  return findings === 0 ? 0 : 1;
}

function tellFinding(
  seed: number,
  index: number,
  drawn: History,
  { violation, course, tried }: Finding,
): void {
  const short = JSON.stringify(toShort(course.history));
  say(`\nBroken: ${violation.invariant}.`);
  say(violation.sentence);
  say(
    `\nFound by seed ${seed}, history ${index} (${drawn.kind}); the shortest one that shows it, after ${tried} tries:\n`,
  );
  for (const line of tellCourse(course)) say(line);
  say(`\nReplay it:\n  npm run simulate -- --history '${short.replaceAll("'", "'\\''")}'`);
  say(`The one that was drawn:\n  npm run simulate -- --seed ${seed} --only ${index}\n`);
}

function whole(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`--${name} ${text} is no whole number`);
  return value;
}
