import { describe, expect, it } from '@jest/globals';
import { fromShort } from './history.ts';
import { historyOf } from './kinds/registry.ts';
import { violationsIn } from './invariants/all.ts';
import { courseOf, type Course, type ReleaseTruth } from './course.ts';
import { simulate } from './simulate.ts';

describe('a simulated history', () => {
  it('happens the same way each time, call by call', async () => {
    for (let index = 0; index < 8; index++) {
      const history = historyOf(3, index);
      const first = written(await simulate(history));
      const second = written(await simulate(history));

      // Of thousands of lines, the first that differs says more than all of them.
      const differs = second.findIndex((line, at) => line !== first[at]);
      expect({ index, lines: second.length, line: second[differs] }).toEqual({
        index,
        lines: first.length,
        line: first[differs],
      });
    }
  });

  it('breaks nothing on a calm day', async () => {
    const course = await simulate(fromShort({}));

    expect(ends(course)).toEqual(['succeeded']);
    expect(violationsIn(course)).toEqual([]);
  });

  it('kills a process between two calls, and gives its command again', async () => {
    const kill = { afterCalls: 6, lastOneArrives: true, againAfterSeconds: 5 };

    const course = await simulate(fromShort({ commands: [{ kills: [kill] }] }));

    expect(ends(course)).toEqual(['killed', 'succeeded']);
    expect(course.calls.filter(({ by }) => by === 'a.1')).toHaveLength(7);
    expect(violationsIn(course)).toEqual([]);
  });

  it('lets people act at a moment that depends on what happens', async () => {
    const when = { on: 'status', status: 'SUCCESSFUL', nth: 1, seconds: 0 } as const;

    const course = await simulate(fromShort({ people: [{ when, act: { is: 'deploys' } }] }));

    expect(ends(course)).toEqual(['superseded']);
    const { deployments } = courseOf(course, 'web').ledger;
    expect(deployments.map(({ startedBy }) => startedBy)).toEqual(['stage', 'a.1', 'person']);
    const [, ours, theirs] = deployments;
    expect((theirs?.createdAt ?? 0) - (ours?.finishedAt ?? 0)).toBeLessThanOrEqual(100);
  });

  it('goes by the clock of CodeDeploy, although the first answers are lost and that of the machine is wrong', async () => {
    const lost = { when: { on: 'time', seconds: 0 }, operation: 'GetDeployment', is: 'lost-reply' } as const;
    const kill = { afterCalls: 0, lastOneArrives: true, againAfterSeconds: 0 };

    const course = await simulate(
      fromShort({
        service: { loadBalancer: true, controller: 'CODE_DEPLOY', strategy: 'BLUE_GREEN' },
        images: { new: { is: 'unable-to-start', text: 'CannotPullContainerError: not found' } },
        commands: [{ skewSeconds: -3_600, kills: [kill] }],
        misfortunes: [{ ...lost, count: 2, seconds: 0 }],
      }),
    );

    expect(ends(course)).toEqual(['killed', 'failed-rolled-back']);
    expect(violationsIn(course)).toEqual([]);
  });

  it('lets the clock of a machine go wrong without any other end', async () => {
    const course = await simulate(fromShort({ commands: [{ skewSeconds: -86_400 }] }));

    expect(ends(course)).toEqual(['succeeded']);
    const [process] = releasesOf(course);
    expect(process?.said).toMatchObject({ result: { endedAt: (process?.endedAt ?? 0) - 86_400_000 } });
  });
});

function ends(course: Course): string[] {
  return releasesOf(course).map(({ said }) =>
    said.kind === 'outcome' ? said.result.outcome.kind : said.kind,
  );
}

function releasesOf({ processes }: Course): readonly ReleaseTruth[] {
  return processes.flatMap(({ releases }) => releases);
}

function written(course: Course): readonly string[] {
  const { processes, calls, acts, stage } = course;
  const said = processes.flatMap(({ id, exit, startedAt, endedAt, releases }) => [
    { id, exit, startedAt, endedAt },
    ...releases.flatMap(({ service, said, facts }) => [{ service, said }, ...facts]),
  ]);
  const deployments = [...stage.services.keys()].flatMap((name) => courseOf(course, name).ledger.deployments);
  return [...calls, ...acts, ...said, ...deployments].map((line) => JSON.stringify(line));
}
