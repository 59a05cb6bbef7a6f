import { describe, expect, it } from '@jest/globals';
import { readTerminal, type Surroundings } from '../../../src/cli/terminal.ts';

const tty = { isTTY: true, columns: 120 };
const file = {};

function read(changes: Partial<Surroundings> = {}, flags = {}): ReturnType<typeof readTerminal> {
  return readTerminal({ env: {}, stdin: tty, stdout: tty, stderr: tty, ...changes }, flags);
}

describe('the terminal', () => {
  it('moves, colours and asks where a person sits', () => {
    expect(read()).toEqual({
      stdout: { isTTY: true, color: true, columns: 120 },
      stderr: { isTTY: true, color: true, columns: 120 },
      canAsk: true,
      ci: false,
      animate: true,
    });
  });

  it('judges each stream apart', () => {
    const terminal = read({ stdout: file });

    expect(terminal.stdout).toEqual({ isTTY: false, color: false, columns: 80 });
    expect(terminal.stderr.color).toBe(true);
    expect(terminal.animate).toBe(true);
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['NO_COLOR', { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR, which says nothing', { NO_COLOR: '' }, true],
    ['NO_COLOR against FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, false],
    ['TERM=dumb', { TERM: 'dumb' }, false],
  ])('obeys %s', (_name, env, color) => {
    expect(read({ env }).stdout.color).toBe(color);
  });

  it('colours a file where FORCE_COLOR asks for it, and not where --no-color does', () => {
    expect(read({ stdout: file, env: { FORCE_COLOR: '1' } }).stdout.color).toBe(true);
    expect(read({ env: { FORCE_COLOR: '1' } }, { noColor: true }).stdout.color).toBe(false);
  });

  it.each([{ CI: 'true' }, { GITHUB_ACTIONS: 'true' }, { TERM: 'dumb' }])('stands still under %j', (env) => {
    expect(read({ env }).animate).toBe(false);
  });

  it('stands still where rows would say nothing, as in a pseudo-terminal without a size', () => {
    expect(read({ stderr: { isTTY: true, columns: 0 } }).animate).toBe(false);
    expect(read({ stderr: { isTTY: true, columns: 19 } }).animate).toBe(false);
    expect(read({ stderr: { isTTY: true, columns: 20 } }).animate).toBe(true);
  });

  it('asks nobody without a terminal on stdin, or with --no-input', () => {
    expect(read({ stdin: file }).canAsk).toBe(false);
    expect(read({ stderr: file }).canAsk).toBe(false);
    expect(read({}, { noInput: true }).canAsk).toBe(false);
  });
});
