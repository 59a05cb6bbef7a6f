import type { Clock } from '../../../model/clock.ts';
import { seconds } from '../../../model/duration.ts';
import { ProgramNotStarted } from '../../program/program-not-started.ts';
import { run, type ProgramResult } from '../../program/run.ts';
import type { AskedClient } from './choose-client.ts';
import type { Environment } from './environment.ts';
import { lastSentence } from './last-sentence.ts';
import { normalPlatform } from './platforms.ts';
import { parseVersion } from './versions.ts';

// An engine behind ssh takes a few seconds; one behind a dead address would take minutes.
const answerWithin = seconds(20);

/** Asks a client for itself, the engine behind it and the buildx plugin. Never throws because of what they answer. */
export async function askClient(path: string, environment: Environment, clock: Clock): Promise<AskedClient> {
  const [version, buildx] = await Promise.all([
    ask(path, ['version', '--format', '{{json .}}'], environment, clock),
    ask(path, ['buildx', 'version'], environment, clock),
  ]);
  const facts = readVersion(version.stdout);
  if (facts === undefined) return { kind: 'silent', path, sentence: version.sentence };
  return { kind: 'answers', facts: { path, ...facts, buildx: readBuildx(buildx) } };
}

interface Answer extends Pick<ProgramResult, 'exitCode' | 'stdout'> {
  /** Why there is none. */
  readonly sentence: string;
}

async function ask(
  path: string,
  words: readonly string[],
  environment: Environment,
  clock: Clock,
): Promise<Answer> {
  const limit = new AbortController();
  const over = new AbortController();
  clock.sleep(answerWithin, over.signal).then(
    () => limit.abort(),
    () => undefined,
  );
  try {
    const { exitCode, stdout, stderr } = await run(path, words, { clock, environment, signal: limit.signal });
    return { exitCode, stdout, sentence: lastSentence(stderr) };
  } catch (error) {
    if (limit.signal.aborted) return noAnswer(`no answer within ${answerWithin / 1000} seconds`);
    if (error instanceof ProgramNotStarted) return noAnswer(error.message);
    throw error;
  } finally {
    over.abort();
  }
}

function noAnswer(sentence: string): Answer {
  return { exitCode: undefined, stdout: '', sentence };
}

interface VersionAnswer {
  readonly Client?: { readonly Version?: string } | null;
  readonly Server?: { readonly Version?: string; readonly Os?: string; readonly Arch?: string } | null;
}

/** Undefined if no engine answered: the client then tells about itself alone. */
function readVersion(stdout: string) {
  const { Client: client, Server: server } = parse(stdout);
  if (client?.Version === undefined || server?.Version === undefined) return undefined;
  return {
    clientVersion: client.Version,
    serverVersion: server.Version,
    serverPlatform: normalPlatform(`${server.Os ?? 'linux'}/${server.Arch ?? 'amd64'}`),
  };
}

function parse(text: string): VersionAnswer {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** `github.com/docker/buildx v0.29.1 28f6246`; distributions leave the `v` out, own builds say `v0.0.0+unknown`. */
function readBuildx({ exitCode, stdout }: Answer) {
  if (exitCode !== 0) return undefined;
  const words = /buildx (\S+)/.exec(stdout)?.[1] ?? '';
  const version = parseVersion(words);
  return { version: version?.major === 0 && version.minor === 0 ? undefined : version };
}
