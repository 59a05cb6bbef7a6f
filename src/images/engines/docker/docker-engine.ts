import { stripVTControlCharacters } from 'node:util';
import type { Clock } from '../../../model/clock.ts';
import { minutes } from '../../../model/duration.ts';
import { run, type OutputStream, type ProgramResult } from '../../program/run.ts';
import { BuildFailed, EngineFailed, NeedsOtherBuilder, type BuildFailure } from '../build-errors.ts';
import type { BuildOrder, Engine, EngineDescription, RegistryLogin, Watch } from '../engine.ts';
import { LoginFailed, LoginRefused, PushFailed } from '../push-errors.ts';
import { buildAdvice } from './build-advice.ts';
import { buildCommand } from './build-command.ts';
import { BuildLog } from './build-log.ts';
import { checkSources } from './build-sources.ts';
import { checkNeeds } from './check-needs.ts';
import type { ChosenClient } from './choose-client.ts';
import { variable, type Environment } from './environment.ts';
import { lastSentence } from './last-sentence.ts';
import { maskingOf, type Mask } from './masking.ts';
import { normalPlatform } from './platforms.ts';
import type { PrivateConfiguration } from './private-configuration.ts';
import { pushFailure } from './push-failure.ts';
import { readableLine } from './readable-line.ts';
import { readSecrets } from './read-secrets.ts';

interface Call {
  readonly words: readonly string[];
  readonly input?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly secrets?: readonly string[] | undefined;
  readonly onLine?: ((line: string, stream: OutputStream) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Environments {
  /** Ours, where build secrets are. */
  readonly environment: Environment;
  /** What every run of the client gets. */
  readonly ofClients: Environment;
}

// The engine itself gives up on a silent registry after some thirty seconds.
const loginWithin = minutes(2);
const keptLines = 60;

/** Docker's own client in a private configuration. */
export class DockerEngine implements Engine {
  readonly description: EngineDescription;
  readonly #client: ChosenClient;
  readonly #configuration: PrivateConfiguration;
  readonly #environment: Environment;
  readonly #ofClients: Environment;
  readonly #clock: Clock;
  /** Nothing that the client says may show them. */
  readonly #passwords: string[] = [];

  constructor(
    client: ChosenClient,
    configuration: PrivateConfiguration,
    { environment, ofClients }: Environments,
    clock: Clock,
  ) {
    const { facts, builder } = client;
    this.#client = client;
    this.#configuration = configuration;
    this.#environment = environment;
    this.#ofClients = ofClients;
    this.#clock = clock;
    this.description = {
      program: 'docker',
      path: facts.path,
      clientVersion: facts.clientVersion,
      serverVersion: facts.serverVersion,
      builder,
      platform: normalPlatform(variable(environment, 'DOCKER_DEFAULT_PLATFORM') ?? facts.serverPlatform),
    };
  }

  async labelsOf(reference: string): Promise<Readonly<Record<string, string>> | undefined> {
    const words = ['image', 'inspect', '--format', '{{json .Config.Labels}}', reference];
    const { exitCode, stdout, stderr } = await this.#call({ words });
    if (exitCode === 0) return (JSON.parse(stdout) as Record<string, string> | null) ?? {};
    if (/no such image/i.test(stderr)) return undefined;
    throw new EngineFailed('docker image inspect', lastSentence(stderr));
  }

  async build(order: BuildOrder, watch: Watch): Promise<void> {
    checkNeeds(order.settings, this.#client, this.#environment);
    checkSources(order.settings);
    const secrets = readSecrets(order.settings.secrets, this.#environment);
    const command = buildCommand(order, this.#client, secrets);
    const log = new BuildLog();
    const { exitCode, signal } = await this.#call({
      words: command.arguments,
      environment: command.environment,
      secrets: secrets.map(({ value }) => value),
      onLine: (line, stream) => {
        log.add(line, stream);
        watch.onLine(line);
      },
      signal: watch.signal,
    });
    if (exitCode !== 0) throw buildError(order, log, signal);
    // Only buildx pushes as part of a build.
    if (order.push && this.#client.builder !== 'buildx') await this.push(order.reference, watch);
  }

  async push(reference: string, watch: Watch): Promise<void> {
    const log: string[] = [];
    const { exitCode, stderr, signal } = await this.#call({
      words: ['push', reference],
      onLine: (line) => {
        if (log.push(line) > keptLines) log.shift();
        watch.onLine(line);
      },
      signal: watch.signal,
    });
    if (exitCode === 0) return;
    const sentence = lastSentence(stderr);
    throw pushFailure(reference, sentence === '' ? endOf(signal) : sentence, log);
  }

  async login({ registry, username, password }: RegistryLogin): Promise<void> {
    this.#passwords.push(password, Buffer.from(`${username}:${password}`).toString('base64'));
    this.#configuration.keepLoginHere(registry);
    const over = new AbortController();
    const limit = new AbortController();
    this.#clock.sleep(loginWithin, over.signal).then(
      () => limit.abort(new LoginFailed(registry, `no answer within ${loginWithin / 1000} seconds`)),
      () => undefined,
    );
    const words = ['login', '--username', username, '--password-stdin', registry];
    const { exitCode, stderr } = await this.#call({ words, input: password, signal: limit.signal }).finally(
      () => over.abort(),
    );
    if (exitCode === 0) return;
    const sentence = lastSentence(stderr);
    const isRefused =
      /unauthorized|denied|forbidden|incorrect username or password|failed with status: 4\d\d/i.test(
        sentence,
      );
    throw isRefused ? new LoginRefused(registry, sentence) : new LoginFailed(registry, sentence);
  }

  close(): Promise<void> {
    this.#configuration.remove();
    return Promise.resolve();
  }

  /** One run of the client; what it says is free of colour and secrets. */
  async #call({ words, input, environment, secrets = [], onLine, signal }: Call): Promise<ProgramResult> {
    const mask: Mask = maskingOf([...this.#passwords, ...secrets]);
    const readable = (line: string): string => mask(readableLine(line));
    const result = await run(this.#client.facts.path, words, {
      clock: this.#clock,
      input,
      environment: {
        ...this.#ofClients,
        ...environment,
        ...this.#configuration.environment,
        DOCKER_BUILDKIT: this.#client.builder === 'legacy' ? '0' : '1',
      },
      onLine: (line, stream) => onLine?.(readable(line), stream),
      signal,
    });
    return { ...result, stdout: mask(result.stdout), stderr: mask(stripVTControlCharacters(result.stderr)) };
  }
}

/** What buildx says when its builder is the engine's own BuildKit, which knows one platform and no export of caches. */
const otherBuilder =
  /(?:Multi-platform build|Cache export|Exporting build cache|.* feature) is (?:currently )?not supported for (?:the )?docker driver|docker exporter does not currently support exporting manifest lists/i;

function buildError(
  { settings, reference, push }: BuildOrder,
  log: BuildLog,
  signal: NodeJS.Signals | undefined,
): Error {
  const failure = log.failure();
  if (otherBuilder.test(failure.reason)) return new NeedsOtherBuilder(failure.reason);
  const pushError = pushFailure(reference, failure.reason, failure.log);
  if (isOfPush(failure) || (push && isAtTheRegistry(failure) && !(pushError instanceof PushFailed)))
    return pushError;
  const words = failure.reason === '' ? endOf(signal) : failure.reason;
  return new BuildFailed({ ...failure, reason: words }, buildAdvice(failure, settings.context));
}

/** BuildKit pushes as the last of its work, and says so. */
function isOfPush({ reason, work = '' }: BuildFailure): boolean {
  return reason.startsWith('failed to push ') || work.startsWith('pushing ');
}

/** Exporting an image writes it to the disk, too; asking for a token (`[auth] shop/web:pull,push token for …`) does not say for what. */
function isAtTheRegistry({ work = '' }: BuildFailure): boolean {
  return work.startsWith('exporting ') || /^\[auth\] .*,push /.test(work);
}

function endOf(signal: NodeJS.Signals | undefined): string {
  return signal === undefined ? 'docker says no reason' : `docker was ended by ${signal}`;
}
