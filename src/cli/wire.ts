import { randomUUID } from 'node:crypto';
import { createClients } from '../aws/clients.ts';
import { serviceName, type ServiceRef } from '../model/service-ref.ts';
import { chooseView } from '../output/choose-view.ts';
import type { Terminal } from '../output/terminal.ts';
import { Interrupted } from '../release/interrupted.ts';
import type { ReleaseContext } from '../release/release-context.ts';
import { onSignals } from './signals.ts';
import { systemClock } from './system-clock.ts';

export interface WiringOptions {
  readonly service: ServiceRef;
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
  const service = serviceName(options.service);
  const clock = systemClock;
  const context: ReleaseContext = {
    aws: { clients: createClients(options), clock, random: Math.random },
    clock,
    report: (fact) => view.report({ at: clock.now(), release, service, ...fact }),
    interrupt: interrupt.signal,
  };
  const stopListening = onSignals((signal) => {
    context.report({ type: 'interrupt.received', signal, then: options.onInterrupt ?? 'detach' });
    interrupt.abort(new Interrupted(signal));
  });
  try {
    return await useCase(context);
  } finally {
    stopListening();
    await view.end();
  }
}
