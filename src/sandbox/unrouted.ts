import type { Route } from './routing.ts';
import type { WireResponse } from './wire.ts';

/** The answer to a request that is for nobody. The server answers control before it comes to this. */
export function notForAws(route: Extract<Route, { kind: 'control' | 'unknown' }>): WireResponse {
  switch (route.kind) {
    case 'control':
      return json(404, { error: 'The control API is part of the sandbox server (ecsdeploy sandbox start).' });
    case 'unknown':
      return json(400, {
        __type: 'UnknownOperationException',
        message: `The ecsdeploy sandbox does not support ${route.what}. docs/sandbox.md lists what it supports.`,
      });
  }
}

function json(status: number, body: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
