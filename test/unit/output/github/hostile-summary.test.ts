import { expect, it } from '@jest/globals';
import type { Diagnosis, Finding } from '../../../../src/model/diagnosis.ts';
import type { ReleaseResult } from '../../../../src/model/release-result.ts';
import { fitSummary, summaryLimit } from '../../../../src/output/github/fit-summary.ts';
import { emptyRecord, recorded } from '../../../../src/output/github/release-record.ts';
import { releaseSummary } from '../../../../src/output/github/release-summary.ts';
import { describeWithPrograms } from '../../../conformance/require-programs.ts';
import { aDiagnosis } from '../a-diagnosis.ts';
import { aDeployment, aPlan, arn, at } from '../a-release.ts';
import { renderMarkdown } from './render-markdown.ts';

const hostile = [
  '| a | b | \\| c',
  '```',
  '````sh',
  '</details></td></table>',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '<!-- ',
  '# heading ** __ ~~ [link](javascript:alert(1)) ![i](x)',
  '::error::x ##[error]y',
  '$$\\frac{1}{2}$$ @everyone :rocket: 🚀 👩‍👩‍👧 日本語',
  '\u001B[31mred\u001B[0m\u202Ereversed',
  '- item\r\n1. one\n> quote',
].join(' ');

describeWithPrograms(['cmark-gfm'], 'a summary of a release that says what it likes', () => {
  it('has the tables, folds and blocks that it has otherwise, and no element of theirs', () => {
    expect(elementsOf(renderMarkdown(summaryOf(hostile)))).toEqual(
      elementsOf(renderMarkdown(summaryOf('calm'))),
    );
  });

  it('is below a million bytes with a log of any length, and still says how it ended', () => {
    const summary = summaryOf('x'.repeat(100), 20_000);

    expect(Buffer.byteLength(summary)).toBeLessThan(summaryLimit);
    expect(summary).toContain('ecsdeploy rolled back; web:6 serves.');
    expect(summary).toContain(
      '_Left out, since GitHub shows no summary above 1 MiB: the evidence of `demo/web`.',
    );
  });
});

function summaryOf(text: string, logLines = 3): string {
  const finding: Finding = {
    id: 'unknown',
    cause: text,
    advice: text,
    heals: 'never',
    evidence: text,
    source: 'container',
    count: 2,
    log: { group: text, stream: text, lines: Array.from({ length: logLines }, () => text) },
  };
  const diagnosis: Diagnosis = aDiagnosis([finding]);
  const reason = { kind: 'aws', text } as const;
  const gate = {
    gate: text,
    kind: 'command',
    moment: 'during',
    dryRun: false,
    verdict: { kind: 'fail', because: reason },
    counts: { pass: 1, fail: 2, unclear: 0, error: 0 },
    measurements: [],
  } as const;
  const plan = aPlan();
  const result: ReleaseResult = {
    service: { cluster: 'demo', service: 'web' },
    action: 'deploy',
    outcome: { kind: 'failed-rolled-back', because: reason, by: 'ecsdeploy', to: 'web:6' },
    final: true,
    changed: 'rolled-back',
    before: { taskDefinition: arn(6) },
    target: { taskDefinition: arn(7) },
    deployment: aDeployment(),
    plan: {
      ...plan,
      current: { ...plan.current, origin: { commit: '1a2b3c4', subject: text } },
      target: { ...plan.target, subject: text },
      differences: [{ path: text, kind: 'changed', before: text, after: text, masked: false }],
    },
    diagnosis,
    gates: [gate],
    next: ['ecsdeploy status --cluster demo --service web'],
    startedAt: 0,
    endedAt: 60_000,
  };
  const started = at(0, { type: 'release.started', action: 'deploy' });
  const warned = at(1, {
    type: 'warning',
    warning: { kind: 'digest-unresolved', image: text, error: text },
  });
  const record = [started, warned].reduce(recorded, emptyRecord(started));
  const blocks = releaseSummary({
    results: [result],
    recordOf: () => record,
    exitCode: 20,
    deciding: [result],
  });
  return fitSummary(blocks, summaryLimit);
}

function elementsOf(html: string): readonly string[] {
  return [...html.matchAll(/<\/?[a-z][a-z0-9]*/g)].map(([tag]) => tag);
}
