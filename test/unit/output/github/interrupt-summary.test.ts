import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../../../src/model/deployment.ts';
import type { ReleaseFact } from '../../../../src/model/release-event.ts';
import { interruptSummary } from '../../../../src/output/github/interrupt-summary.ts';
import { interruptOutputs } from '../../../../src/output/github/outputs.ts';
import { emptyRecord, recorded, type ReleaseRecord } from '../../../../src/output/github/release-record.ts';
import { aDeployment, aLook, aPlan, at } from '../a-release.ts';

const started: ReleaseFact[] = [
  { type: 'plan.made', plan: aPlan() },
  { type: 'deployment.started', deployment: aDeployment(), how: 'started' },
];
const because = { kind: 'asked' } as const;
const asked: ReleaseFact = { type: 'rollback.requested', because };
const goesBack: ReleaseFact = { type: 'rollback.started', by: 'ecsdeploy', because };
const seen = (status: Snapshot['status']): ReleaseFact => ({
  type: 'deployment.observed',
  snapshot: aLook({ status }),
  changed: true,
});
const watched: ReleaseFact[] = [...started, { type: 'watch.started', until: 0 }];
const released: ReleaseFact[] = [
  ...started,
  { type: 'release.concluded', outcome: { kind: 'succeeded', because: { kind: 'aws', text: '' } } },
];

function recordOf(service: string, facts: readonly ReleaseFact[]): ReleaseRecord {
  const events = facts.map((fact, index) => at(index, fact, service));
  return events.reduce(recorded, emptyRecord({ service, at: 0 }));
}

function said(...records: ReleaseRecord[]): string {
  return interruptSummary('SIGINT', 'rollback', records)
    .map(({ text }) => text)
    .join('\n');
}

describe('what is told at the moment of a signal', () => {
  it('is not that AWS rolls back what it has called successful', () => {
    const record = recordOf('demo/web', watched);

    expect(said(record)).toContain('`web:7` is released and serves; it is watched no longer.');
    expect(said(record)).not.toContain('roll back the deployment');
    expect(said(record)).toContain('ecsdeploy rollback --cluster demo --service web');
    expect(interruptOutputs([record], 130)).toMatchObject({ changed: 'released', revision: 'web:7' });
  });

  it.each<readonly [string, readonly ReleaseFact[], string, string]>([
    ['AWS has not heard yet', [asked], 'AWS is being asked to roll back', 'unknown'],
    ['AWS has heard', [asked, goesBack], 'the rollback goes on at AWS', 'in-progress'],
    [
      'AWS has ended it well',
      [seen('successful')],
      'AWS calls the deployment of `web:7` successful',
      'released',
    ],
    [
      'AWS has ended the way back',
      [asked, goesBack, seen('rolled-back')],
      'AWS has rolled back',
      'rolled-back',
    ],
    ['AWS has ended it otherwise', [seen('failed')], 'AWS has ended the deployment', 'left-as-is'],
  ])('is what AWS has told: %s', (_, facts, words, changed) => {
    const record = recordOf('demo/web', [...started, ...facts]);

    expect(interruptSummary('SIGINT', 'detach', [record])[1]?.text).toContain(words);
    expect(interruptOutputs([record], 130)).toMatchObject({ changed, revision: 'web:7' });
  });

  it('is that an answer was on its way, although no deployment was started', () => {
    const answering: ReleaseFact = {
      type: 'approval.answering',
      answer: 'reject',
      hookId: 'ecs-pause-1',
      deployment: aDeployment(),
    };
    const record = recordOf('demo/web', [answering]);

    expect(said(record)).toContain('is being answered; whether AWS heard was not seen');
    expect(interruptOutputs([record], 130)).toMatchObject({ changed: 'unknown' });
  });

  it('has what went on and what was released before, of several services', () => {
    const records = [recordOf('demo/api', released), recordOf('demo/web', started)];

    expect(said(...records)).toMatch(/`demo\/api`: \*\*released.*`demo\/web`: \*\*AWS is being asked/s);
    expect(interruptOutputs(records, 130)).toMatchObject({ changed: 'in-progress' });
  });

  it('is not that nothing was started, when the first of several has been released', () => {
    const records = [recordOf('demo/api', released), recordOf('demo/web', [])];

    expect(said(...records)).not.toContain('No deployment');
    expect(interruptOutputs(records, 130)).toMatchObject({ outcome: 'interrupted', changed: 'released' });
  });

  it('is that nothing was started, when nothing was', () => {
    const records = [recordOf('demo/web', started.slice(0, 1))];

    expect(said(...records)).toContain('**No deployment had been started.**');
    expect(interruptOutputs(records, 143)).toEqual({
      outcome: 'interrupted',
      'exit-code': '143',
      changed: 'nothing',
    });
  });
});
