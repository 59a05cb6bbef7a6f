import { performance } from 'node:perf_hooks';
import { imageOf, Rehearsal } from '../scenarios/rehearsal.ts';
import type { Figure } from './figure.ts';
import { median } from './process-runs.ts';

const releases = 60;

/** Whole releases of four tasks each in virtual time: how many a second, how prompt, and how many calls they make. */
export async function measureVirtualTime(): Promise<Figure[]> {
  // The first ones warm the compiler and do not count.
  for (let seed = 1; seed <= 20; seed++) await release(await stage(seed));
  const stages = [];
  for (let seed = 1; seed <= releases; seed++) stages.push(await stage(seed));
  const started = performance.now();
  const runs = [];
  for (const one of stages) runs.push(await release(one));
  const elapsed = (performance.now() - started) / 1_000;
  const good = runs.filter(({ isBad }) => !isBad);
  return [
    {
      name: 'simulated releases per second, four tasks each',
      value: releases / elapsed,
      unit: '/s',
      aim: { at: 'least', value: 50 },
      note: 'on one core, through the real SDK clients; a third of them bad',
    },
    {
      name: "delay from AWS's verdict to the end, median",
      value: median(runs.map(({ delay }) => delay)) / 1_000,
      unit: 's',
      aim: { at: 'most', value: 3 },
    },
    {
      name: "delay from AWS's verdict to the end, longest",
      value: Math.max(...runs.map(({ delay }) => delay)) / 1_000,
      unit: 's',
      aim: { at: 'most', value: 3 },
    },
    {
      name: 'API calls of a good release, median',
      value: median(good.map(({ calls }) => calls)),
      unit: 'calls',
    },
    {
      name: 'API calls per minute of waiting, median',
      value: median(runs.map(({ callsPerMinute }) => callsPerMinute)),
      unit: '/min',
      note: 'all calls; status calls are at most 24',
    },
  ];
}

interface Staged {
  readonly rehearsal: Rehearsal;
  readonly isBad: boolean;
}

/** A world with a steady service of four tasks, and a next version that is good or bad. */
async function stage(seed: number): Promise<Staged> {
  const rehearsal = await Rehearsal.begin({ seed, desired: 4 });
  const isBad = seed % 3 === 0;
  if (isBad)
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: 'CannotPullContainerError: not found' });
  return { rehearsal, isBad };
}

async function release({ rehearsal, isBad }: Staged) {
  const result = await rehearsal.deploy();
  const expected = isBad ? 'failed-rolled-back' : 'succeeded';
  if (result.outcome.kind !== expected) throw new Error(`${result.outcome.kind}, not ${expected}`);
  const started = rehearsal.calls.find(({ operation }) => operation === 'ecs:UpdateService')?.at ?? 0;
  const waiting = rehearsal.calls.filter(({ at }) => at > started).length;
  const { finishedAt = 0 } = await rehearsal.newestDeployment();
  return {
    isBad,
    calls: rehearsal.calls.length,
    callsPerMinute: waiting / ((finishedAt - started) / 60_000),
    delay: result.endedAt - finishedAt,
  };
}
