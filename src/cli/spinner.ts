import type { Terminal } from '../output/terminal.ts';

/**
 * Shows that a command without a view of its own is at work. Only where something may move: ora prints plain lines into a
 * pipe otherwise, whatever it is told. It is imported only then, too. The work may say how far it is.
 */
export async function withSpinner<Result>(
  options: { readonly terminal: Terminal; readonly isShown: boolean; readonly text: string },
  work: (show: (text: string) => void) => Promise<Result>,
): Promise<Result> {
  if (!options.isShown || !options.terminal.animate) return await work(() => undefined);
  const { default: ora } = await import('ora');
  const spinner = ora({
    text: options.text,
    stream: process.stderr,
    color: options.terminal.stderr.color ? 'cyan' : false,
    // ora would swallow what is typed and end the process on Ctrl-C by itself.
    discardStdin: false,
  }).start();
  try {
    return await work((text) => {
      spinner.text = text;
    });
  } finally {
    spinner.stop();
  }
}
