import {
  calm,
  calmCommand,
  firstService,
  type Command,
  type Conduct,
  type GateShape,
  type History,
  type Images,
  type NamedService,
  type PersonAct,
  type Run,
} from './history.ts';
import { imageNames } from './stage/images.ts';

/** Whether a history still shows what is looked for. */
type Shows = (history: History) => Promise<boolean>;

export interface Shrunk {
  readonly history: History;
  /** How many histories were tried. */
  readonly tried: number;
}

/**
 * The shortest history that still shows it: without actors, misfortunes and kills that do not matter, calm where it may be,
 * with small round numbers. Greedy: whatever can go goes, until nothing more can, or `triesAtMost` is used up.
 */
export async function shrink(history: History, shows: Shows, triesAtMost = 400): Promise<Shrunk> {
  let best = history;
  let tried = 0;
  const seen = new Set([JSON.stringify(history)]);
  for (let hasShrunk = true; hasShrunk;) {
    hasShrunk = false;
    for (const candidate of simpler(best)) {
      if (tried >= triesAtMost) return { history: best, tried };
      const text = JSON.stringify(candidate);
      if (seen.has(text)) continue;
      seen.add(text);
      tried += 1;
      if (!(await shows(candidate))) continue;
      best = candidate;
      hasShrunk = true;
      break;
    }
  }
  return { history: best, tried };
}

/** Histories that are a little simpler, what makes them shortest first. */
export function* simpler(history: History): Generator<History> {
  const { commands, people, misfortunes, service, images, others } = history;
  if (commands.length > 1) yield* without(commands).map((rest) => ({ ...history, commands: rest }));
  yield* others.flatMap(({ name }) => withoutService(history, name));
  yield* without(people).map((rest) => ({ ...history, people: rest }));
  yield* without(misfortunes).map((rest) => ({ ...history, misfortunes: rest }));
  for (const [index, command] of commands.entries()) {
    yield* simplerCommands(command).map((one) => ({ ...history, commands: withOne(commands, index, one) }));
  }
  yield* simplerImages(images).map((one) => ({ ...history, images: one }));
  yield* towards(service, calm.service).map((one) => ({ ...history, service: one }));
  for (const [index, other] of others.entries()) {
    yield* simplerServices(other).map((one) => ({ ...history, others: withOne(others, index, one) }));
  }
  yield* towards(history, calm, ['registry', 'seed', 'kind']);
  if (service.desired > calm.service.desired) {
    yield* less(service.desired, 'desired').map((desired) => ({
      ...history,
      service: { ...service, desired },
    }));
  }
  yield* withLessNumbers(misfortunes).map((some) => ({ ...history, misfortunes: some }));
  yield* withLessNumbers(people).map((some) => ({ ...history, people: some }));
  yield* people.flatMap((person, index) =>
    withoutNamed(person).map((one) => ({ ...history, people: withOne(people, index, one) })),
  );
  yield* misfortunes.flatMap(({ percent, ...always }, index) =>
    percent === undefined ? [] : [{ ...history, misfortunes: withOne(misfortunes, index, always) }],
  );
  yield* withLessNumbers(commands).map((some) => ({ ...history, commands: some }));
}

// Ways to be bad, the plainest first.
const plainlyBad: readonly Conduct[] = [
  { is: 'unable-to-start', text: 'CannotPullContainerError: not found' },
  { is: 'crashing', afterSeconds: 3, code: 1 },
  { is: 'unhealthy' },
];

function simplerImages(images: Images): Images[] {
  const bad = imageNames.flatMap((name) => {
    const text = JSON.stringify(images[name]);
    if (text === JSON.stringify(calm.images[name])) return [];
    const known = plainlyBad.findIndex((conduct) => JSON.stringify(conduct) === text);
    return plainlyBad
      .slice(0, known < 0 ? undefined : known)
      .map((conduct) => ({ ...images, [name]: conduct }));
  });
  return [...towards(images, calm.images), ...bad];
}

function simplerServices(other: NamedService): NamedService[] {
  return [
    ...simplerImages(other.images).map((images) => ({ ...other, images })),
    ...towards(other.service, calm.service).map((service) => ({ ...other, service })),
  ];
}

/** The service goes, and whoever speaks of it; none where a run or a command would be about nothing. */
function withoutService(history: History, name: string): History[] {
  const { others, people, commands } = history;
  const rest = commands
    .map((command) =>
      command.run === undefined ? command : { ...command, run: withoutMember(command.run, name) },
    )
    .filter(({ run, service }) => (run === undefined ? service !== name : run.members.length > 0));
  if (rest.length === 0) return [];
  return [
    {
      ...history,
      others: others.filter((other) => other.name !== name),
      people: people.filter(({ service }) => service !== name),
      commands: rest,
    },
  ];
}

function withoutMember(run: Run, name: string): Run {
  return {
    ...run,
    members: run.members
      .filter((member) => member.name !== name)
      .map((member) => ({ ...member, after: member.after.filter((one) => one !== name) })),
  };
}

function simplerRuns(run: Run): Run[] {
  const { members } = run;
  return [
    ...(members.length > 1 ? members.map(({ name }) => withoutMember(run, name)) : []),
    ...members.flatMap((member, index) =>
      without(member.after).map((after) => ({
        ...run,
        members: withOne(members, index, { ...member, after }),
      })),
    ),
    ...(run.onFailure === 'stop' ? [] : [{ ...run, onFailure: 'stop' as const }]),
    ...(run.parallel === 1 ? [] : [{ ...run, parallel: 1 }]),
  ];
}

function simplerCommands(command: Command): Command[] {
  const { interrupt, kills, run, ...rest } = command;
  const [first] = run?.members ?? [];
  return [
    ...kills.flatMap(({ resumes, ...kill }, index) =>
      resumes === undefined ? [] : [{ ...command, kills: withOne(kills, index, kill) }],
    ),
    ...(run === undefined || first === undefined || run.members.length > 1
      ? []
      : [{ ...rest, kills, service: first.name, ...(interrupt === undefined ? {} : { interrupt }) }]),
    ...(run === undefined ? [] : simplerRuns(run).map((one) => ({ ...command, run: one }))),
    ...(interrupt === undefined ? [] : [{ ...rest, kills, ...(run === undefined ? {} : { run }) }]),
    ...without(kills).map((fewer) => ({ ...command, kills: fewer })),
    ...without(command.gates).map((gates) => ({ ...command, gates })),
    ...command.gates.flatMap((gate, index) =>
      simplerGates(gate).map((one) => ({ ...command, gates: withOne(command.gates, index, one) })),
    ),
    ...towards(command, calmCommand, [
      'timeoutSeconds',
      'rollback',
      'rollbackOnTimeout',
      'onInterrupt',
      'ifBusy',
      'force',
      'waits',
      'dryRun',
      'imageReference',
      'settings',
      'acceptsAlarm',
      'gates',
      'watchSeconds',
      'skewSeconds',
      'image',
      'from',
      'does',
    ]),
  ];
}

const plainGate: Omit<GateShape, 'says' | 'at'> = {
  everySeconds: 10,
  failuresAllowed: 0,
  onInconclusive: 'hold',
  dryRun: false,
  holdMinutes: 0,
};

function simplerGates(gate: GateShape): GateShape[] {
  return [
    ...(gate.at.length > 1 ? without(gate.at).map((at) => ({ ...gate, at })) : []),
    ...(gate.says.length > 1 ? without(gate.says).map((says) => ({ ...gate, says })) : []),
    ...towards(gate, { ...gate, ...plainGate }),
  ];
}

/** Of `web`, which need not be named. */
function withoutNamed({ service, ...person }: PersonAct): PersonAct[] {
  return service === firstService ? [person] : [];
}

function without<Item>(items: readonly Item[]): Item[][] {
  return items.map((_, index) => items.filter((_other, other) => other !== index));
}

function withOne<Item>(items: readonly Item[], index: number, item: Item): Item[] {
  return items.map((other, at) => (at === index ? item : other));
}

/** One member after the other as it is on a calm day. */
function towards<Value extends object>(
  value: Value,
  from: Value,
  keys: readonly (keyof Value)[] = Object.keys(from) as (keyof Value)[],
): Value[] {
  return keys
    .filter((key) => JSON.stringify(value[key]) !== JSON.stringify(from[key]))
    .map((key) => ({ ...value, [key]: from[key] }));
}

// Members whose size does not matter for what is shown, unless it does.
const shrinkable = new Set([
  'seconds',
  'count',
  'afterCalls',
  'againAfterSeconds',
  'nth',
  'timeoutSeconds',
  'skewSeconds',
  'everySeconds',
  'times',
  'watchSeconds',
]);

/** One number after the other smaller: none, one, half, rounded, one less. */
function withLessNumbers<Item>(items: readonly Item[]): Item[][] {
  return items.flatMap((item, index) => lessNumbers(item).map((one) => withOne(items, index, one)));
}

function lessNumbers<Value>(value: Value): Value[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const smaller: unknown[] =
      typeof member === 'number' && shrinkable.has(key) ? less(member, key) : lessNumbers<unknown>(member);
    return smaller.map((one) =>
      Array.isArray(value) ? withOne(value, Number(key), one) : { ...value, [key]: one },
    ) as Value[];
  });
}

const leasts: Readonly<Record<string, number>> = {
  nth: 1,
  count: 1,
  desired: 2,
  times: 2,
  timeoutSeconds: 30,
  everySeconds: 1,
};

function less(value: number, key: string): number[] {
  const least = leasts[key] ?? 0;
  const candidates = [
    least,
    Math.round(value / 2),
    Math.trunc(value / 10) * 10,
    Math.trunc(value),
    value - 1,
  ];
  const smaller = candidates.filter(
    (one) => Math.abs(one) < Math.abs(value) && one * value >= 0 && one >= least,
  );
  return [...new Set(value < 0 ? [0] : smaller)];
}
