import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import { diagnoseService } from '../../src/release/diagnose.ts';
import { Interrupted } from '../../src/release/interrupted.ts';
import { verifyService } from '../../src/release/preflight/verify-service.ts';
import type { ReleaseContext } from '../../src/release/release-context.ts';
import { abort } from '../../src/release/abort.ts';
import { status } from '../../src/release/status.ts';
import { ref, Rehearsal } from './rehearsal.ts';

/** What only reads, and throws the interruption. */
const readers: Readonly<Record<string, (context: ReleaseContext) => Promise<unknown>>> = {
  status: (context) => status(context, { service: ref }),
  diagnose: (context) => diagnoseService(context, { service: ref }),
  verify: (context) =>
    verifyService(context, {
      service: ref,
      base: { kind: 'live' },
      images: [],
      settings: {},
      rollback: 'automatic',
      timeoutMilliseconds: minutes(30),
    }),
};

type Run = (rehearsal: Rehearsal, interrupt: AbortSignal) => Promise<{ readonly outcome: unknown }>;

/** What ends with an outcome, and has started nothing yet. */
const releases: Readonly<Record<string, Run>> = {
  deploy: (rehearsal, interrupt) => rehearsal.deploy({}, interrupt),
  'deploy --dry-run': (rehearsal, interrupt) => rehearsal.deploy({ dryRun: true }, interrupt),
  rollback: (rehearsal, interrupt) => rehearsal.rollBack({}, interrupt),
  'rollback --dry-run': (rehearsal, interrupt) => rehearsal.rollBack({ dryRun: true }, interrupt),
  resume: (rehearsal, interrupt) => rehearsal.resume({}, interrupt),
  'resume --dry-run': (rehearsal, interrupt) => rehearsal.resume({ dryRun: true }, interrupt),
  abort: (rehearsal, interrupt) => abort(rehearsal.context(interrupt), { service: ref, dryRun: false }),
};

/** One release is behind it, so that there is something to go back to. */
async function slow(operation: string): Promise<Rehearsal> {
  const rehearsal = await Rehearsal.begin();
  await rehearsal.deploy();
  rehearsal.sandbox.control.fault({ operation, delay: minutes(10), count: 100 });
  return rehearsal;
}

describe('Ctrl-C while AWS does not answer a read', () => {
  const operations = ['DescribeServices', 'DescribeTaskDefinition'];

  it.each(Object.keys(readers).flatMap((name) => operations.map((operation) => [name, operation] as const)))(
    'ends %s at once: %s',
    async (name, operation) => {
      const rehearsal = await slow(operation);
      const { clock } = rehearsal.sandbox;
      const before = clock.now();

      const run = readers[name]?.(rehearsal.context(rehearsal.interruptAfter(seconds(5))));

      await expect(run).rejects.toThrow(new Interrupted('SIGINT'));
      expect(clock.now() - before).toBe(seconds(5));
    },
  );

  const cells = Object.keys(releases).flatMap((name) =>
    operations.map((operation) => [name, operation] as const),
  );
  it.each(cells.filter(([name, operation]) => name !== 'abort' || operation === 'DescribeServices'))(
    'ends %s at once, and says that nothing was started: %s',
    async (name, operation) => {
      const rehearsal = await slow(operation);
      const { clock } = rehearsal.sandbox;
      const before = clock.now();
      const updates = rehearsal.count('UpdateService');

      const result = await releases[name]?.(rehearsal, rehearsal.interruptAfter(seconds(5)));

      expect(result?.outcome).toMatchObject({ kind: 'interrupted', signal: 'SIGINT', started: false });
      expect(clock.now() - before).toBe(seconds(5));
      expect(rehearsal.count('UpdateService')).toBe(updates);
    },
  );
});
