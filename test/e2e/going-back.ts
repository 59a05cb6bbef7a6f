import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { CodeDeployHello } from './codedeploy-hello.ts';
import { listenerOn } from './hello-balancer.ts';
import { configure, pushVersions, succeeded, type Version } from './hello-versions.ts';
import type { HelloWorld } from './hello-world.ts';
import type { Finished } from './sandbox-world.ts';
import { ShiftingHello } from './shifting-hello.ts';
import { startLoad, type LoadResult } from './steady-load.ts';

/** Requests a second that come all the time. */
const steady = 40;

/** Two good versions of hello: the newer one has all requests, and is about to be left. */
interface Released {
  /** Where clients ask. */
  readonly url: string;
  readonly older: Version;
  readonly newer: Version;
}

/** How people come to go back: hello with two good versions, in a world that is still empty. */
export interface Situation {
  readonly name: string;
  readonly release: (world: HelloWorld) => Promise<Released>;
}

export const rolling: Situation = { name: 'a rolling update that has ended', release: releaseRolling };
export const blueGreen: Situation = { name: 'a blue/green of ECS in its bake', release: releaseBlueGreen };
export const codeDeploy: Situation = {
  name: 'CodeDeploy in its termination wait',
  release: releaseByCodeDeploy,
};

async function releaseRolling(world: HelloWorld): Promise<Released> {
  const [older, newer] = await pushTwo(world);
  const url = await world.createService(older.image);
  succeeded(await world.run(['deploy', 'hello', '--image', newer.image]));
  return { url, older, newer };
}

async function releaseBlueGreen(world: HelloWorld): Promise<Released> {
  await configure(world, 'deployment: { strategy: BLUE_GREEN, bake: 1h }');
  const [older, newer] = await pushTwo(world);
  const hello = new ShiftingHello(world);
  await hello.create(older.image);
  succeeded(await world.run(['deploy', 'hello', '--image', newer.image, '--until', 'traffic-shifted']));
  await hello.reach('BAKE_TIME');
  return { url: await hello.listenerOn(80), older, newer };
}

async function releaseByCodeDeploy(world: HelloWorld): Promise<Released> {
  await configure(world, 'deployment: { strategy: ALL_AT_ONCE }');
  const [older, newer] = await pushTwo(world);
  const hello = new CodeDeployHello(world, { ready: 0, termination: 60 });
  await hello.create(older.image);
  succeeded(await world.run(['deploy', 'hello', '--image', newer.image, '--until', 'traffic-shifted']));
  return { url: await listenerOn(world.url, 80), older, newer };
}

async function pushTwo(world: HelloWorld): Promise<[Version, Version]> {
  return (await pushVersions(world, ['One', 'Two'])) as [Version, Version];
}

/** A rollback that somebody typed while clients asked. Times are those of `performance.now()`. */
export interface WentBack {
  readonly finished: Finished;
  /** When its process was started. */
  readonly typedAt: number;
  /** When its process had ended. */
  readonly endedAt: number;
  /** Begun before it was typed, and ended after its end. */
  readonly traffic: LoadResult;
  /** From typing to the last answer of the version that is left. NaN: it never answered. */
  readonly seconds: number;
}

/** Types `rollback` as a person does who knows what is wanted, with clients that ask from a second before to two seconds after. */
export async function goBack(world: HelloWorld, { url, newer }: Released): Promise<WentBack> {
  const load = startLoad({ url, perSecond: steady });
  await wait(1_000);
  const typedAt = performance.now();
  const finished = await world.run(['rollback', 'hello', '--yes', '--json']);
  const endedAt = performance.now();
  await wait(2_000);
  const traffic = await load.stop();
  const lastAt = traffic.lastByBody[answerOf(newer)] ?? NaN;
  return { finished, typedAt, endedAt, traffic, seconds: (lastAt - typedAt) / 1_000 };
}

export function answerOf({ commit }: Version): string {
  return `hello from ${commit}`;
}
