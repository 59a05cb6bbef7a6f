import { spawn } from 'node:child_process';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  /** What it wrote on both, in the order in which it came. */
  readonly output: string;
}

/** Longer than any of these programs needs on a busy machine; what takes longer is ended, and says so. */
const patience = 60_000;

/** Runs a program of others to its end; `input` is what it reads. Never rejects for what the program did. */
export function runProgram(
  program: string,
  args: readonly string[],
  { input = '', env = {} }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env } });
    const timer = setTimeout(() => {
      output += `\n${program} ${args.join(' ')} was ended after ${patience} ms.`;
      child.kill('SIGKILL');
    }, patience);
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, output });
    });
  });
}

/** As `runProgram`, for what must go well: returns what was printed. */
export async function mustRun(
  program: string,
  args: readonly string[],
  options: Parameters<typeof runProgram>[2] = {},
): Promise<string> {
  const { code, stdout, output } = await runProgram(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: exit ${code}\n${output}`);
  return stdout;
}
