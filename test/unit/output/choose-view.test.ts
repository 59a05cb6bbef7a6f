import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { chooseView, type ViewChoice } from '../../../src/output/choose-view.ts';
import { LiveView } from '../../../src/output/live-view.ts';
import { TableView } from '../../../src/output/table-view.ts';
import type { Terminal } from '../../../src/output/terminal.ts';
import { aGoodRelease } from './a-release.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { HandClock } from './hand-clock.ts';
import { Screen } from './screen.ts';

function terminal(animate: boolean): Terminal {
  const stream = { isTTY: animate, color: animate, columns: 80 };
  return { stdout: stream, stderr: stream, canAsk: animate, ci: !animate, animate };
}

const clock = new HandClock();

async function written(choice: Omit<ViewChoice, 'stderr' | 'clock'>): Promise<string> {
  const screen = new FakeTerminal();
  const view = await chooseView({ ...choice, clock, stderr: screen.stream });
  for (const event of aGoodRelease()) view.report(event);
  return screen.written;
}

describe('the choice of a view', () => {
  it('moves on a terminal', async () => {
    expect(await chooseView({ terminal: terminal(true), clock })).toBeInstanceOf(LiveView);
    expect(await chooseView({ terminal: terminal(true), clock, services: ['demo/web'] })).toBeInstanceOf(
      LiveView,
    );
  });

  it('gives each of several services a row on a terminal', async () => {
    const services = ['demo/web', 'demo/api'];
    const screen = new Screen();

    const view = await chooseView({ terminal: terminal(true), clock, services, stderr: screen.stream });
    await view.end();

    expect(view).toBeInstanceOf(TableView);
  });

  it('goes in lines elsewhere also where there are several', async () => {
    const services = ['demo/web', 'demo/worker'];

    for (const choice of [{ json: true }, { verbose: true }, {}]) {
      const text = await written({
        terminal: terminal('json' in choice || 'verbose' in choice),
        services,
        ...choice,
      });

      expect(stripVTControlCharacters(text)).toContain('demo/web    deploying\n');
      expect(text).not.toContain('\u001B[?25l');
    }
  });

  it('goes in lines elsewhere, and without a single escape sequence', async () => {
    const text = await written({ terminal: terminal(false) });

    expect(text.split('\n')).toHaveLength(12);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('goes in lines under --verbose and --json', async () => {
    expect((await written({ terminal: terminal(true), verbose: true })).split('\n')).toHaveLength(13);
    expect((await written({ terminal: terminal(true), json: true })).split('\n')).toHaveLength(12);
  });

  it('keeps to warnings under --quiet', async () => {
    expect((await written({ terminal: terminal(false), quiet: true })).split('\n')).toHaveLength(2);
  });
});
