import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { createClients } from '../aws/clients.ts';
import { openAws } from '../aws/open-aws.ts';
import { chooseView } from '../output/choose-view.ts';
import type { Terminal } from '../output/terminal.ts';
import type { View } from '../output/view.ts';
import type { ReleaseFact } from '../model/release-event.ts';
import { nextStanding, type Standing } from '../model/standing.ts';
import { Interrupted, signalOf } from '../release/interrupted.ts';
import type { ReleaseContext } from '../release/release-context.ts';
import { askInTurn } from './ask-in-turn.ts';
import { askPerson } from './ask-person.ts';
import type { CalledAs } from './called-as.ts';
import { gatePorts } from './gate-ports.ts';
import type { DeploymentOrder } from './github/deployment-order.ts';
import type { GitHubReport } from './github/github-report.ts';
import { openDeploymentReports } from './github/open-deployment-reports.ts';
import { onSignals, type Signal } from './signals.ts';
import { systemClock } from './system-clock.ts';
import { leftOf, thenOf } from './when-interrupted.ts';

/** Loaded at first use: a release that builds nothing needs none of it. */
const imagePorts: Pick<ReleaseContext, 'registries' | 'loginOf' | 'openEngine'> = {
  registries: async (request) => {
    const { networkTransport } = await import('../images/registry/transport.ts');
    return await networkTransport(request);
  },
  loginOf: async (registry) => {
    const { dockerLogin } = await import('../images/registry/docker-login.ts');
    return await dockerLogin(registry, { clock: systemClock, environment: process.env });
  },
  openEngine: async (settings) => {
    const { openDockerEngine } = await import('../images/engines/docker/open-docker-engine.ts');
    return await openDockerEngine({ clock: systemClock, environment: process.env, needs: settings });
  },
};

interface ProcessOptions {
  readonly profile?: string | undefined;
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** What will happen on a signal, to be said when it comes. */
  readonly onInterrupt?: 'detach' | 'rollback' | undefined;
  /** How printed commands name the services of the run by their configuration file. */
  readonly calledAs?: CalledAs | undefined;
  /** The step of GitHub Actions that is told besides. */
  readonly github?: GitHubReport | undefined;
  /** Deployments that GitHub is to show. */
  readonly githubDeployments?: readonly DeploymentOrder[] | undefined;
}

export interface WiringOptions extends ProcessOptions {
  /** What the events are about: `cluster/service`, or the repository of an image. */
  readonly subject: string;
  readonly region?: string | undefined;
}

export interface RunOptions extends ProcessOptions {
  /** The services of the run, each `cluster/service`. */
  readonly services: readonly string[];
}

/** The context of one subject; those of one region share their clients, their reads and their pace. */
export type ContextOf = (subject: string, region: string | undefined) => ReleaseContext;

/** Everything put together for one subject, see `withContexts`. */
export async function withContext<Result>(
  options: WiringOptions,
  useCase: (context: ReleaseContext) => Promise<Result>,
): Promise<Result> {
  const { subject, region, ...rest } = options;
  return await withContexts({ ...rest, services: [subject] }, (contextOf) =>
    useCase(contextOf(subject, region)),
  );
}

/**
 * The one place where everything is put together: real clients, the real clock, a view for this terminal, and signals that
 * become an interruption. The view has ended when this returns, whatever happened.
 */
export async function withContexts<Result>(
  options: RunOptions,
  useCase: (contextOf: ContextOf) => Promise<Result>,
): Promise<Result> {
  const clock = systemClock;
  const { github, githubDeployments = [] } = options;
  const [first = ''] = options.services;
  const shown = await chooseView({ ...options, github: github !== undefined, clock });
  const deployments =
    githubDeployments.length === 0
      ? undefined
      : await openDeploymentReports(githubDeployments, {
          clock,
          environment: process.env,
          warn: (because) => tell(first, { type: 'warning', warning: { kind: 'github-not-told', because } }),
        });
  const view = recording([github, deployments], shown);
  const interrupt = new AbortController();
  // Every release of a run listens while it waits; Node takes more than ten for a leak.
  setMaxListeners(0, interrupt.signal);
  const standings = new Map<string, Standing>();
  const tell = reporter(view, clock, standings);
  const opened = new Map<string, ReleaseContext['aws']>();
  const awsOf: ReleaseContext['awsOf'] = ({ region, profile = options.profile }) => {
    const key = JSON.stringify([region, profile]);
    const known = opened.get(key);
    if (known !== undefined) return known;
    const aws = openAws({ clients: createClients({ region, profile }), clock, random: Math.random });
    opened.set(key, aws);
    return aws;
  };
  const ports = github === undefined ? { ...imagePorts, ...gatePorts } : await hidingPorts(github);
  const ask = options.terminal.canAsk ? askInTurn(askPerson(process.stdin)) : undefined;
  const contextOf: ContextOf = (subject, region) => ({
    aws: awsOf({ region }),
    awsOf,
    clock,
    report: (fact) => tell(subject, fact),
    interrupt: interrupt.signal,
    calledAs: options.calledAs?.(subject),
    ask,
    ...ports,
  });
  const onInterrupt = options.onInterrupt ?? 'detach';
  const received = (signal: Signal): void => {
    for (const [subject, standing] of concerned(standings, first))
      tell(subject, { type: 'interrupt.received', signal, then: thenOf(standing, onInterrupt) });
    github?.interrupted(signal, onInterrupt, options.calledAs);
    interrupt.abort(new Interrupted(signal));
  };
  const leaving = (signal: Signal): void => {
    for (const [subject, standing] of concerned(standings, first))
      tell(subject, { type: 'interrupt.forced', signal, left: leftOf(standing, onInterrupt) });
    const by = signalOf(interrupt.signal);
    if (by !== undefined) github?.interrupted(by, onInterrupt, options.calledAs);
  };
  const stopListening = onSignals({ received, leaving });
  let end: 'well' | undefined;
  try {
    const result = await useCase(contextOf);
    end = 'well';
    return result;
  } finally {
    // It listens for signals itself, and begins before these listeners go: a signal that comes between two is lost.
    const told = deployments?.end();
    stopListening();
    await told;
    await view.end(end);
  }
}

async function hidingPorts(github: GitHubReport): Promise<typeof imagePorts & typeof gatePorts> {
  const { hidingSecrets } = await import('./github/hiding-secrets.ts');
  const ports = { ...imagePorts, ...gatePorts };
  const hide = (values: readonly string[]): void => {
    github.hide(values);
  };
  return { ...ports, ...hidingSecrets(ports, hide, process.env) };
}

/** Somebody who keeps what happens, beside the view. */
type Recorder = Pick<GitHubReport, 'record'>;

function recording(recorders: readonly (Recorder | undefined)[], view: View): View {
  return {
    report(event) {
      for (const recorder of recorders) recorder?.record(event);
      view.report(event);
    },
    end: (how) => view.end(how),
  };
}

/** Whose deployments a signal is about; where there is none, it is said once. */
function concerned(
  standings: ReadonlyMap<string, Standing>,
  first: string,
): readonly (readonly [subject: string, standing: Standing | undefined])[] {
  return standings.size === 0 ? [[first, undefined]] : [...standings];
}

/** Stamps what is told, and keeps how the deployment of each subject stands. */
function reporter(
  view: View,
  clock: ReleaseContext['clock'],
  standings: Map<string, Standing>,
): (subject: string, fact: ReleaseFact) => void {
  const release = randomUUID();
  return (subject, fact) => {
    const standing = nextStanding(standings.get(subject), fact);
    if (standing === undefined) standings.delete(subject);
    else standings.set(subject, standing);
    view.report({ at: clock.now(), release, service: subject, ...fact });
  };
}
