import { describe, expect, it } from '@jest/globals';
import { chooseView } from '../../../src/output/choose-view.ts';
import { LiveView } from '../../../src/output/live-view.ts';
import type { Terminal } from '../../../src/output/terminal.ts';
import { aGoodRelease } from './a-release.ts';
import { FakeTerminal } from './fake-terminal.ts';

function terminal(animate: boolean): Terminal {
  const stream = { isTTY: animate, color: animate, columns: 80 };
  return { stdout: stream, stderr: stream, canAsk: animate, ci: !animate, animate };
}

function written(choice: Omit<Parameters<typeof chooseView>[0], 'stderr'>): string {
  const screen = new FakeTerminal();
  const view = chooseView({ ...choice, stderr: screen.stream });
  for (const event of aGoodRelease()) view.report(event);
  return screen.written;
}

describe('the choice of a view', () => {
  it('moves on a terminal', () => {
    expect(chooseView({ terminal: terminal(true) })).toBeInstanceOf(LiveView);
  });

  it('goes in lines elsewhere, and without a single escape sequence', () => {
    const text = written({ terminal: terminal(false) });

    expect(text.split('\n')).toHaveLength(12);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('goes in lines under --verbose and --json', () => {
    expect(written({ terminal: terminal(true), verbose: true }).split('\n')).toHaveLength(13);
    expect(written({ terminal: terminal(true), json: true }).split('\n')).toHaveLength(12);
  });

  it('keeps to warnings under --quiet', () => {
    expect(written({ terminal: terminal(false), quiet: true }).split('\n')).toHaveLength(2);
  });
});
