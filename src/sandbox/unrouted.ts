import type { Route } from './routing.ts';
import type { WireResponse } from './wire.ts';

/** The answer to a request that is for none of the AWS services. The server answers control before it comes to this. */
export function notForAws(route: Exclude<Route, { kind: 'operation' }>): WireResponse {
  switch (route.kind) {
    case 'control':
      return json(404, { error: 'The control API is part of the sandbox server (ecsdeploy sandbox start).' });
    case 'registry':
      // The form of errors is that of the registry, so that docker shows the sentence.
      return json(501, {
        errors: [
          {
            code: 'UNSUPPORTED',
            message:
              'The ecsdeploy sandbox does not hold image layers yet; register images with ecr put-image.',
          },
        ],
      });
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
