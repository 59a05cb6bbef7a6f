import { formatDuration } from '../../model/duration.ts';
import type { CommandCheck, Measurement } from '../../model/gate.ts';
import { maskText } from '../../model/mask-text.ts';
import type { GateContext, ProgramEnd } from '../gate-context.ts';
import { releaseEnvironment } from '../release-environment.ts';
import type { GateSubject } from '../subject.ts';

/** EX_TEMPFAIL of sysexits.h: try again later. */
const cannotTell = 75;

/**
 * Runs the program once, with the release in its environment.
 * @throws EcsdeployError when it cannot be started
 */
export async function runCommand(
  { runProgram, clock, interrupt }: GateContext,
  { command, timeout }: CommandCheck,
  subject: GateSubject,
): Promise<Measurement> {
  const at = clock.now();
  const [program, ...programArguments] = command;
  const end = await runProgram({
    program,
    arguments: programArguments,
    environment: releaseEnvironment(subject),
    timeout,
    signal: interrupt,
  });
  return judgeProgram(command, timeout, end, at);
}

/** 0 is good, 1 is bad, 75 tells neither; any other end says something about the program, and nothing about the release. */
export function judgeProgram(
  [program]: CommandCheck['command'],
  timeout: number,
  end: ProgramEnd,
  at: number,
): Measurement {
  switch (end.kind) {
    case 'timeout':
      return { kind: 'error', at, error: `${program} did not end within ${formatDuration(timeout)}` };
    case 'signal':
      return { kind: 'error', at, error: `${program} was ended by ${end.signal}` };
    case 'exit': {
      const { exitCode } = end;
      const lastLine = end.lastLine === undefined ? undefined : maskText(end.lastLine);
      const because = { kind: 'command-exit', program, exitCode, lastLine } as const;
      if (exitCode === 0) return { kind: 'pass', at, because };
      if (exitCode === 1) return { kind: 'fail', at, because };
      if (exitCode === cannotTell) return { kind: 'unclear', at, because };
      const words = lastLine === undefined ? '' : `: ${lastLine}`;
      return { kind: 'error', at, error: `${program} ended with exit code ${exitCode}${words}` };
    }
    default:
      return end satisfies never;
  }
}
