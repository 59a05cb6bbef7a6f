import { spawn, type ChildProcess } from 'node:child_process';
import { EcsdeployError } from '../model/error.ts';

/** What a sandbox tells when it listens: the document of `sandbox start --json`. */
export interface StartedSandbox {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
}

class StartFailed extends EcsdeployError {
  constructor(said: string) {
    super({
      code: 'sandbox.start_failed',
      message: `the sandbox did not start${said === '' ? '' : `: ${said}`}`,
      suggestions: ['Start it without --detach to see why: ecsdeploy sandbox start'],
    });
  }
}

/**
 * Starts `sandbox start` a second time as a process of its own, and waits for the one document that it prints, which says
 * where it listens or why it does not. It lives on when this process ends.
 */
export async function startDetached(flags: readonly string[]): Promise<StartedSandbox> {
  const [, entry = ''] = process.argv;
  const child = spawn(
    process.execPath,
    [...process.execArgv, entry, 'sandbox', 'start', '--json', '--no-detach', ...flags],
    { detached: true, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const text = await firstDocument(child);
  child.stdout.destroy();
  child.unref();
  return readStarted(text);
}

// The document is indented and ends the line with its closing brace; the child itself goes on.
function firstDocument(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.endsWith('\n}\n')) resolve(text);
    });
    child.once('error', reject);
    child.once('close', () => resolve(text));
  });
}

function readStarted(text: string): StartedSandbox {
  const document = parse(text);
  if (document?.sandbox !== undefined) return document.sandbox;
  if (document?.error !== undefined) throw new EcsdeployError(document.error);
  throw new StartFailed(text.trim());
}

interface StartDocument {
  readonly sandbox?: StartedSandbox;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly suggestions: readonly string[];
  };
}

function parse(text: string): StartDocument | undefined {
  try {
    return JSON.parse(text) as StartDocument;
  } catch {
    return undefined;
  }
}
