import { describe, expect, it } from '@jest/globals';
import { asLogTells } from '../../../src/diagnosis/log-tells.ts';
import type { Finding } from '../../../src/model/diagnosis.ts';

function crashWith(...lines: string[]): Finding {
  return {
    id: 'exit.1',
    cause: 'The container exited with code 1',
    heals: 'maybe',
    evidence: 'Essential container in task exited',
    source: 'container',
    count: 1,
    exitCode: 1,
    container: 'app',
    log: { group: '/web', stream: 'web/app/1', lines },
  };
}

describe('the end of a log', () => {
  it('names what AWS and the kernel say to every program, and is not sure of it', () => {
    const finding = asLogTells(crashWith('exec /usr/local/bin/docker-entrypoint.sh: exec format error'));

    expect(finding).toMatchObject({ id: 'command.wrong-format', confidence: 'medium', heals: 'maybe' });
  });

  it.each([
    "json: invalid character 'p' looking for beginning of value",
    'GET /api/users: Service not found.',
    'upstream said: Rate exceeded',
    'migration 12: Cluster not found.',
  ])("does not take a program's own words for AWS's: %s", (line) => {
    expect(asLogTells(crashWith(line)).id).toBe('exit.1');
  });
});
