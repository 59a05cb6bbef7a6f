import { describe, expect, it } from '@jest/globals';
import { failureFrom } from '../../src/cli/failure.ts';
import type { ReleaseEvent } from '../../src/model/release-event.ts';
import type { ReleaseResult } from '../../src/model/release-result.ts';
import { diagnosisText } from '../../src/output/diagnosis-text.ts';
import { failureText } from '../../src/output/failure-text.ts';
import { lineView } from '../../src/output/line-view.ts';
import { quietView } from '../../src/output/quiet-view.ts';
import { documentText, failureDocument, resultDocument } from '../../src/output/result-json.ts';
import { resultText } from '../../src/output/result-text.ts';
import { firstRow, nextRow } from '../../src/output/table-row.ts';
import { diagnoseService } from '../../src/release/diagnose.ts';
import { aGate } from '../unit/builders.ts';
import { plain } from '../unit/output/plain-palette.ts';
import { imageOf, ref, Rehearsal, toLogGroup, webTaskDefinition } from './rehearsal.ts';

const canary = 'Canary7uQ2xZ9wLp4';

/** All that a person or a program gets to see of a release, in every form that there is. */
function everythingShown(rehearsal: Rehearsal, result: ReleaseResult): string {
  const events = rehearsal.facts.map((fact): ReleaseEvent => ({
    at: 0,
    release: 'r',
    service: 'prod/web',
    ...fact,
  }));
  let shown = '';
  const write = (text: string): void => void (shown += text);
  const views = [lineView(write, plain), lineView(write, plain, { verbose: true }), quietView(write, plain)];
  let row = firstRow;
  for (const event of events) {
    for (const view of views) view.report(event);
    row = nextRow(row, event);
    shown += [row.text, row.reason, row.cause].join('\n');
  }
  return [shown, resultText(result, plain), documentText(resultDocument(20, [result]))].join('\n');
}

/** `web:1` with a log, and a variable whose name says that it is secret. */
function secretive() {
  return {
    containerDefinitions: [
      {
        ...webTaskDefinition().containerDefinitions![0]!,
        environment: [
          { name: 'DB_PASSWORD', value: canary },
          { name: 'MODE', value: 'calm' },
        ],
        logConfiguration: toLogGroup,
      },
    ],
  };
}

describe('a secret is shown nowhere', () => {
  it.each([
    ['a log line that says what it is', `cannot log in with token: ${canary}`],
    ['a log line that only repeats it', `login of app refused: ${canary}`],
    ['an address in a log line', `connect ECONNREFUSED postgres://app:${canary}@db/web`],
    ['a header in a log line', `> Authorization: Bearer ${canary}`],
  ])('when it stands in %s', async (_, lastLine) => {
    const rehearsal = await Rehearsal.begin({ taskDefinition: secretive() });
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: 500, lastLine } });

    const result = await rehearsal.deploy();
    const report = await diagnoseService(rehearsal.context(), { service: ref });

    const { diagnosis, ...standing } = report;
    const diagnosed = documentText(resultDocument(32, [], { standing, diagnosis }));
    const shown = [everythingShown(rehearsal, result), diagnosisText(report, plain), diagnosed].join('\n');
    // It was shown, but for the secret.
    expect(shown).toContain(lastLine.slice(0, 12));
    expect(shown).not.toContain(canary);
    // Not even in what a program of ours gets.
    expect(JSON.stringify(result.diagnosis)).not.toContain(canary);
    expect(JSON.stringify(report.diagnosis)).not.toContain(canary);
  });

  it('when it stands in the reason of a task, and in an event', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.behave(imageOf(2), {
      stoppedReason: `CannotPullContainerError: failed to do request: Head "https://app:${canary}@registry.example/v2/web": denied`,
    });

    const result = await rehearsal.deploy();

    const shown = everythingShown(rehearsal, result);
    expect(shown).toContain('CannotPullContainerError');
    expect(shown).not.toContain(canary);
  });

  it('when it stands in an error of AWS', async () => {
    const rehearsal = await Rehearsal.begin();
    rehearsal.sandbox.control.fault({
      operation: 'RegisterTaskDefinition',
      error: 'ClientException',
      message: `Invalid setting: password=${canary}`,
      status: 400,
    });

    const thrown: unknown = await rehearsal.deploy().catch((error: unknown) => error);

    const failure = failureFrom(thrown, { command: 'ecsdeploy deploy', flags: [] });
    const shown = `${failureText(failure, plain, { verbose: true })}${documentText(failureDocument(failure))}`;
    expect(shown).toContain('Invalid setting');
    expect(shown).not.toContain(canary);
  });

  it("when a gate's program repeats a variable of the task definition", async () => {
    const rehearsal = await Rehearsal.begin({ taskDefinition: secretive() });
    rehearsal.runProgram = () =>
      Promise.resolve({ kind: 'exit', exitCode: 1, lastLine: `login of app refused: ${canary}` });
    const check = { kind: 'command', command: ['smoke'], timeout: 1_000 } as const;

    const result = await rehearsal.deploy({
      gates: { gates: [aGate({ name: 'smoke', at: ['before'], check })], watchForMilliseconds: 0 },
    });

    const shown = everythingShown(rehearsal, result);
    expect(shown).toContain('login of app refused: ***');
    expect(shown).not.toContain(canary);
    expect(JSON.stringify(result.gates)).not.toContain(canary);
  });

  it('when a changed variable holds it', async () => {
    const rehearsal = await Rehearsal.begin({ taskDefinition: secretive() });
    rehearsal.sandbox.control.behave(imageOf(2), { exit: { code: 1, after: 500 } });

    const result = await rehearsal.deploy({ dryRun: true });

    expect(everythingShown(rehearsal, result)).not.toContain(canary);
  });

  it('when a gate has it in a header, or a program wrote it', async () => {
    const rehearsal = await Rehearsal.begin();
    const result = await rehearsal.deploy();
    const verdict = {
      kind: 'fail',
      because: { kind: 'command-exit', program: 'smoke', exitCode: 1, lastLine: `api_key=${canary}` },
    } as const;
    const report = {
      gate: 'smoke',
      kind: 'command',
      moment: 'during',
      dryRun: false,
      verdict,
      counts: { pass: 0, fail: 1, unclear: 0, error: 0 },
      measurements: [{ kind: 'fail', at: 0, because: verdict.because }],
    } as const;
    rehearsal.facts.push({ type: 'gate.judged', report });
    rehearsal.facts.push({
      type: 'task.output',
      gate: 'smoke',
      container: 'app',
      line: `secret = "${canary}"`,
    });
    const headers = { 'x-custom': canary };

    const shown = everythingShown(rehearsal, {
      ...result,
      gates: [report],
      plan: { ...result.plan, gates: [{ gate: { check: { kind: 'http', headers } } }] } as never,
    });

    expect(shown).toContain('smoke');
    expect(shown).not.toContain(canary);
  });
});
