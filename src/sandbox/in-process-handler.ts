import { HttpResponse, type HttpRequest } from '@smithy/core/transport';
import type { HttpHandlerOptions } from '@smithy/types';
import type { Sandbox } from './sandbox.ts';
import type { WireRequest } from './wire.ts';
import { waitFor } from './wait-for-reply.ts';

const noParameters = new URLSearchParams();

/** A transport for SDK clients that ends in a sandbox in the same process. */
export class InProcessHandler {
  readonly #sandbox: Sandbox;
  #isCut = false;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** From now on nothing is sent or answered: to the client's own code this is what being killed looks like. */
  cut(): void {
    this.#isCut = true;
  }

  handle(request: HttpRequest, options: HttpHandlerOptions = {}): Promise<{ response: HttpResponse }> {
    const { clock } = this.#sandbox;
    return clock.during(async () => {
      const patience = { signal: signalOf(options), timeout: options.requestTimeout };
      const reply = this.#isCut ? ({ kind: 'hang' } as const) : await this.#sandbox.respond(wire(request));
      const { status, headers, body } = await waitFor(reply, clock, patience);
      // Bytes, because the SDK reads them without a stream.
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      return { response: new HttpResponse({ statusCode: status, headers, body: bytes }) };
    });
  }

  /** The SDK asks every transport for its settings; this one has none. */
  updateHttpClientConfig(): void {
    return;
  }

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}

function wire(request: HttpRequest): WireRequest {
  const body: unknown = request.body;
  const names = Object.keys(request.query);
  return {
    method: request.method,
    path: request.path,
    query: names.length === 0 ? noParameters : parametersOf(request.query),
    headers: request.headers,
    body: typeof body === 'string' || body instanceof Uint8Array ? body : '',
  };
}

function parametersOf(query: HttpRequest['query']): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) parameters.append(name, one);
  }
  return parameters;
}

/** Clients may still hand over a signal of the SDK's older kind, which cannot be listened to. */
function signalOf(options: HttpHandlerOptions): AbortSignal | undefined {
  const signal = options.abortSignal;
  return signal !== undefined && 'addEventListener' in signal ? signal : undefined;
}
