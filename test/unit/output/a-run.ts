import type { Outcome } from '../../../src/model/outcome.ts';
import type { ReleaseEvent } from '../../../src/model/release-event.ts';
import { aBadRelease, aGoodRelease, aLook, arn, at, digest } from './a-release.ts';

const repository = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/shop';
const commit = '4f2a9c1d0e3b5a6978877665544332211000ffee';

/** `demo/web` goes well, as long as `until` seconds. */
export function goodRelease(service: string, delay = 0, until = Number.POSITIVE_INFINITY): ReleaseEvent[] {
  return restamped(aGoodRelease(), service, delay, until);
}

/** One that AWS rolls back. */
export function badRelease(service: string, delay = 0, until = Number.POSITIVE_INFINITY): ReleaseEvent[] {
  return restamped(aBadRelease(), service, delay, until);
}

/** The image that the services of a run share. */
export function sharedBuild(): ReleaseEvent[] {
  const reference = `${repository}:${commit}`;
  const engine = {
    program: 'docker',
    path: '/usr/bin/docker',
    clientVersion: '20.10.24',
    serverVersion: '20.10.24',
    builder: 'buildkit',
    platform: 'linux/amd64',
  } as const;
  const step = { number: 2, of: 5, instruction: 'RUN make' };
  return [
    at(-9, { type: 'build.started', reference, engine }, repository),
    at(-8, { type: 'build.output', line: '#5 [2/5] RUN make', step }, repository),
    at(-8, { type: 'build.output', line: '#5 0.1 cc shop.c' }, repository),
    at(-5, { type: 'build.ended', image: { reference, tag: commit, how: 'built' } }, repository),
    at(-4, { type: 'push.started', reference }, repository),
    at(-4, { type: 'push.output', line: 'aaa: Pushed' }, repository),
    at(
      -2,
      {
        type: 'image.settled',
        image: { reference: `${repository}@${digest}`, tag: commit, digest, platforms: [], how: 'pushed' },
      },
      repository,
    ),
  ];
}

/** What was released goes back, since another one of the run failed: by a deployment of its own to the earlier revision. */
export function takenBack(service: string, from: number, culprit: string): ReleaseEvent[] {
  const because = { kind: 'run-failed', service: culprit } as const;
  const earlier = { taskDefinition: arn(6), requested: 2, running: 1, pending: 1 };
  const replaced = [{ taskDefinition: arn(7), requested: 2, running: 2, pending: 0 }];
  const deployment = { ...aLook().deployment, taskDefinition: arn(6) };
  const outcome: Outcome = { kind: 'failed-rolled-back', because, by: 'ecsdeploy', to: arn(6) };
  return [
    at(from, { type: 'rollback.started', by: 'ecsdeploy', because }, service),
    at(from + 1, { type: 'deployment.started', deployment, how: 'started' }, service),
    at(
      from + 2,
      { type: 'deployment.observed', snapshot: aLook({ target: earlier, sources: replaced }), changed: true },
      service,
    ),
    at(from + 30, { type: 'release.concluded', outcome }, service),
  ];
}

export function concluded(seconds: number, outcome: Outcome, service: string): ReleaseEvent {
  return at(seconds, { type: 'release.concluded', outcome }, service);
}

/** Events of several releases in the order in which they came. */
export function interleaved(...releases: ReleaseEvent[][]): ReleaseEvent[] {
  return releases.flat().sort((a, b) => a.at - b.at);
}

function restamped(
  events: readonly ReleaseEvent[],
  service: string,
  delay: number,
  until: number,
): ReleaseEvent[] {
  const end = (events[0]?.at ?? 0) + until * 1_000;
  return events
    .filter((event) => event.at <= end)
    .map((event) => ({ ...event, service, at: event.at + delay * 1_000 }));
}
