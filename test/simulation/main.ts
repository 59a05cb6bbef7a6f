// npm run simulate: `options.ts` says how. Exit 1 where an invariant is broken, 2 for wrong usage.
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { census } from './census.ts';
import { describeStage } from './describe-stage.ts';
import { fromShort, toShort, type History, type ShortHistory } from './history.ts';
import { historyOf, kinds } from './kinds/registry.ts';
import { readOptions, usage, type Wanted } from './options.ts';
import { examine, type Finding } from './search.ts';
import { Summary } from './summary.ts';
import { tellCourse } from './tell.ts';

// Whoever reads may have read enough, as `head` has.
process.stdout.on('error', () => process.exit());
const say = (text: string): unknown => process.stdout.write(`${text}\n`);
process.exitCode = await main(
  readOptions(
    process.argv.slice(2),
    kinds.map(({ name }) => name),
  ),
);

async function main(wanted: Wanted): Promise<number> {
  switch (wanted.kind) {
    case 'help':
      say(usage);
      return 0;
    case 'wrong':
      process.stderr.write(`${wanted.sentence}\n\n${usage}`);
      return 2;
    case 'replay':
      return await replay(wanted.history);
    case 'draw':
      return await drawAndRun(wanted);
    default:
      return wanted satisfies never;
  }
}

async function replay(given: string): Promise<number> {
  const history = readHistory(given);
  if (typeof history === 'string') return await main({ kind: 'wrong', sentence: history });
  const { course, finding } = await examine(history, { triesAtMost: 0 });
  for (const line of [...describeStage(history), '', ...tellCourse(course)]) say(line);
  if (finding === undefined) {
    say('\nEvery invariant holds.');
    return 0;
  }
  say(`\nBroken: ${finding.violation.invariant}.\n${finding.violation.sentence}`);
  return 1;
}

/** A history, or what is wrong with it. */
function readHistory(given: string): History | string {
  const text = existsSync(given) ? readFileSync(given, 'utf8') : given;
  try {
    return fromShort(JSON.parse(text) as ShortHistory);
  } catch (error) {
    return `--history is no JSON, and no file has that name: ${(error as Error).message}.`;
  }
}

async function drawAndRun(wanted: Extract<Wanted, { kind: 'draw' }>): Promise<number> {
  const { first, last, mostFindings } = wanted;
  const seed = wanted.seed ?? randomInt(1, 2 ** 31);
  const from = wanted.only === undefined ? kinds : kinds.filter(({ name }) => name === wanted.only);
  const ofKind = wanted.only === undefined ? '' : ` --kind '${wanted.only}'`;
  if (wanted.census) {
    const drawn = Array.from({ length: last - first + 1 }, (_, index) =>
      historyOf(seed, first + index, from),
    );
    for (const line of census(drawn)) say(line);
    return 0;
  }
  say(
    `seed ${seed}, ${last - first + 1} histories: npm run simulate -- --releases ${last + 1} --seed ${seed}${ofKind}`,
  );
  const summary = new Summary();
  let findings = 0;
  for (let index = first; index <= last && findings < mostFindings; index++) {
    const history = historyOf(seed, index, from);
    const startedAt = performance.now();
    const { course, finding } = await examine(history);
    summary.add(index, course, performance.now() - startedAt);
    if (first === last && finding === undefined) {
      for (const line of [...describeStage(history), '', ...tellCourse(course)]) say(line);
    }
    if (finding !== undefined) {
      findings += 1;
      tellFinding(`--seed ${seed} --only ${index}${ofKind}`, history, finding);
    }
    if ((index - first) % 100 === 99) say(summary.progress());
  }
  say('');
  for (const line of summary.lines()) say(line);
  return findings === 0 ? 0 : 1;
}

function tellFinding(drawnBy: string, drawn: History, { violation, course, tried }: Finding): void {
  const short = JSON.stringify(toShort(course.history));
  say(`\nBroken: ${violation.invariant}.`);
  say(violation.sentence);
  say(`\nThe shortest history that shows it (of kind "${drawn.kind}", after ${tried} tries):\n`);
  for (const line of [...describeStage(course.history), '', ...tellCourse(course)]) say(line);
  say(`\nReplay it:\n  npm run simulate -- --history '${short.replaceAll("'", "'\\''")}'`);
  say(`The one that was drawn:\n  npm run simulate -- ${drawnBy}\n`);
}
