import { randomUUID } from 'node:crypto';
import { createClients } from '../aws/clients.ts';
import { openAws } from '../aws/open-aws.ts';
import { chooseView } from '../output/choose-view.ts';
import type { Terminal } from '../output/terminal.ts';
import { Interrupted } from '../release/interrupted.ts';
import type { ReleaseContext } from '../release/release-context.ts';
import { onSignals } from './signals.ts';
import { systemClock } from './system-clock.ts';

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

export interface WiringOptions {
  /** What the events are about: `cluster/service`, or the repository of an image. */
  readonly subject: string;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** What will happen on a signal, to be said when it comes. */
  readonly onInterrupt?: 'detach' | 'rollback' | undefined;
}

/**
 * The one place where everything is put together: real clients, the real clock, a view for this terminal, and signals that
 * become an interruption. The view has ended when this returns, whatever happened.
 */
export async function withContext<Result>(
  options: WiringOptions,
  useCase: (context: ReleaseContext) => Promise<Result>,
): Promise<Result> {
  const view = chooseView(options);
  const interrupt = new AbortController();
  const release = randomUUID();
  const clock = systemClock;
  let hasStarted = false;
  const context: ReleaseContext = {
    aws: openAws({ clients: createClients(options), clock, random: Math.random }),
    clock,
    report: (fact) => {
      if (fact.type === 'deployment.started') hasStarted = true;
      view.report({ at: clock.now(), release, service: options.subject, ...fact });
    },
    interrupt: interrupt.signal,
    ...imagePorts,
  };
  const stopListening = onSignals((signal) => {
    const then = hasStarted ? (options.onInterrupt ?? 'detach') : 'stop';
    context.report({ type: 'interrupt.received', signal, then });
    interrupt.abort(new Interrupted(signal));
  });
  let end: 'well' | undefined;
  try {
    const result = await useCase(context);
    end = 'well';
    return result;
  } finally {
    stopListening();
    await view.end(end);
  }
}
