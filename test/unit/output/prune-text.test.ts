import { describe, expect, it } from '@jest/globals';
import type {
  JudgedRevision,
  KeepReason,
  PrunePlan,
  PruneResult,
} from '../../../src/model/revision-pruning.ts';
import { describeKeepReason } from '../../../src/output/describe-keep-reason.ts';
import { paletteFor } from '../../../src/output/palette.ts';
import { prunePlanText, pruneResultText } from '../../../src/output/prune-text.ts';

const palette = paletteFor({ color: false });
const going = (number: number): JudgedRevision => ({
  revision: `web:${number}`,
  status: 'ACTIVE',
  keptFor: [],
  steps: ['deregister'],
});
const plan: PrunePlan = {
  family: 'web',
  keep: 1,
  deletes: false,
  services: ['prod/web'],
  revisions: [
    {
      revision: 'web:5',
      status: 'ACTIVE',
      keptFor: [
        { kind: 'service', service: 'prod/web' },
        { kind: 'deployment', service: 'prod/web', status: 'PRIMARY' },
        { kind: 'newest', position: 1 },
      ],
      steps: [],
    },
    going(4),
    going(3),
    { revision: 'web:2', status: 'INACTIVE', keptFor: [], steps: [] },
  ],
};
const result = (more: Partial<PruneResult>): PruneResult => ({
  plan,
  deregistered: [],
  deleted: [],
  failures: [],
  left: [],
  end: 'done',
  ...more,
});

describe('the table of revisions', () => {
  it('has a line for each that is kept, and one for neighbours that go', () => {
    expect(prunePlanText(plan, palette).split('\n')).toEqual([
      'web (used by prod/web)',
      '  web:5          kept        prod/web runs it; newest',
      '  web:4 … web:3  deregister  2 revisions',
      '  1 revision INACTIVE already, needed by nobody: --delete deletes them',
    ]);
  });

  it.each<[KeepReason, string]>([
    [
      { kind: 'release', service: 'prod/web', release: 'x', position: 3 },
      '3rd last successful release of prod/web',
    ],
    [
      { kind: 'release', service: 'prod/web', release: 'x', position: 11 },
      '11th last successful release of prod/web',
    ],
    [
      { kind: 'release-in-progress', service: 'prod/web', release: 'd-1' },
      'release in progress of prod/web (d-1)',
    ],
    [{ kind: 'deployment', service: 'prod/web', status: 'ACTIVE' }, 'ACTIVE in prod/web'],
    [{ kind: 'task', cluster: 'prod', tasks: 1 }, '1 task in prod'],
    [{ kind: 'rule', rule: 'nightly', bus: 'default' }, 'rule nightly starts it'],
    [{ kind: 'rule', rule: 'paid', bus: 'orders' }, 'rule paid on orders starts it'],
    [{ kind: 'schedule', schedule: 'mail', group: 'shop' }, 'schedule shop/mail starts it'],
    [{ kind: 'stamp', at: Date.UTC(2026, 0, 2) }, 'succeeded 2026-01-02'],
    [{ kind: 'newest', position: 2 }, '2nd newest'],
  ])('%j', (reason, text) => {
    expect(describeKeepReason(reason)).toBe(text);
  });
});

describe('what pruning came to', () => {
  it.each<[Partial<PruneResult>, string[]]>([
    [{ deregistered: ['web:3', 'web:4'] }, ['Pruned web: deregistered 2; 1 revision kept.']],
    [{}, ['Nothing to prune: every ACTIVE revision of web is in use or to be kept.']],
    [{ end: 'declined' }, ['Declined: nothing was changed.']],
    [
      { end: 'planned', left: [{ revision: 'web:3', step: 'deregister' }] },
      ['Would deregister 1; nothing was changed (--dry-run).'],
    ],
    [
      {
        end: 'failed',
        deregistered: ['web:3'],
        failures: [{ revision: 'web:4', step: 'deregister', message: 'AWS said no' }],
        left: [{ revision: 'web:3', step: 'delete' }],
      },
      [
        'web:4 was not deregistered: AWS said no',
        'Not deleted: web:3.',
        'Not finished: deregistered 1. The same command again goes on where this one ended.',
      ],
    ],
    [
      { end: 'interrupted', signal: 'SIGINT', left: [{ revision: 'web:4', step: 'deregister' }] },
      [
        'Not deregistered: web:4.',
        'Interrupted: nothing was changed. The same command again goes on where this one ended.',
      ],
    ],
  ])('%j', (more, lines) => {
    expect(pruneResultText(result(more), palette).split('\n')).toEqual(lines);
  });
});
