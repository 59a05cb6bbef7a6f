import type { HttpRequest } from '@smithy/core/transport';
import type { ReleaseContext } from '../../src/release/release-context.ts';
import type { Rehearsal, Transport } from './rehearsal.ts';

/** When a process is killed: before a call leaves it, or when the call has its effect and nobody reads the answer. */
export type Death = 'before' | 'after' | undefined;

/** A process that is killed at one of its calls; from then on it does nothing, not even fail. */
export function mortal(
  rehearsal: Rehearsal,
  diesAt: (operation: string, call: number) => Death,
): { readonly context: ReleaseContext; readonly died: Promise<void> } {
  const handler = rehearsal.sandbox.requestHandler();
  let die: () => void = () => undefined;
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  let isDead = false;
  let calls = 0;
  const transport: Transport = {
    handle(request, options) {
      const death = isDead ? undefined : diesAt(operationOf(request), ++calls);
      if (!isDead && death === undefined) return handler.handle(request, options);
      isDead = true;
      if (death === 'after') void handler.handle(request, options).finally(die);
      else die();
      return new Promise(() => undefined);
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
  return { context: rehearsal.context(undefined, transport), died };
}

/** JSON services name the operation in a header, the query services in the body. */
function operationOf({ headers, body }: HttpRequest): string {
  const target = headers['x-amz-target'];
  if (target !== undefined) return target.slice(target.indexOf('.') + 1);
  return /(?:^|&)Action=(\w+)/.exec(typeof body === 'string' ? body : '')?.[1] ?? '';
}
