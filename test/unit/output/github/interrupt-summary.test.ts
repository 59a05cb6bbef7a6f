import { describe, expect, it } from '@jest/globals';
import type { ReleaseFact } from '../../../../src/model/release-event.ts';
import { interruptSummary } from '../../../../src/output/github/interrupt-summary.ts';
import { interruptOutputs } from '../../../../src/output/github/outputs.ts';
import { emptyRecord, recorded, type ReleaseRecord } from '../../../../src/output/github/release-record.ts';
import { aDeployment, aPlan, at } from '../a-release.ts';

const started: ReleaseFact[] = [
  { type: 'plan.made', plan: aPlan() },
  { type: 'deployment.started', deployment: aDeployment(), how: 'started' },
];
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
