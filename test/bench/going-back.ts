import { dockerPath } from '../engine/docker-path.ts';
import { blueGreen, codeDeploy, goBack, rolling, type Situation } from '../e2e/going-back.ts';
import { succeeded } from '../e2e/hello-versions.ts';
import { HelloWorld } from '../e2e/hello-world.ts';
import type { Figure } from './figure.ts';

/** From typing `rollback` to all answers being those of the earlier version, with a real engine; nothing without one. */
export async function measureGoingBack(): Promise<Figure[]> {
  if (dockerPath === undefined) return [];
  const figures: Figure[] = [];
  for (const situation of [rolling, blueGreen, codeDeploy]) figures.push(await measure(situation));
  return figures;
}

async function measure({ name, release }: Situation): Promise<Figure> {
  const world = await HelloWorld.begin();
  try {
    const { finished, typedAt, endedAt, traffic, seconds } = await goBack(world, await release(world));
    succeeded(finished);
    const whole = ((endedAt - typedAt) / 1_000).toFixed(1);
    return {
      name: `rollback → all answers old, from ${name}`,
      value: seconds,
      unit: 's',
      note: `verified and ended after ${whole} s; ${traffic.failures.length} of ${traffic.sent} requests dropped`,
    };
  } finally {
    await world.end();
  }
}
