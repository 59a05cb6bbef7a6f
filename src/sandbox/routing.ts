import { cborProtocol } from './protocol/cbor.ts';
import { jsonProtocol } from './protocol/json.ts';
import type { Protocol } from './protocol/protocol.ts';
import { queryParameters, queryProtocol } from './protocol/query.ts';
import { restJsonProtocol } from './protocol/rest-json.ts';
import { services, type ServiceEntry } from './service-catalogue.ts';
import type { WireRequest } from './wire.ts';

/** What a request on the one port is for. */
export type Route =
  | {
      readonly kind: 'operation';
      readonly service: ServiceEntry;
      readonly operation: string;
      readonly protocol: Protocol;
    }
  | { readonly kind: 'control' }
  | { readonly kind: 'registry' }
  | { readonly kind: 's3' }
  | { readonly kind: 'unknown'; readonly what: string };

const restForms = services.flatMap((service) =>
  Object.entries(service.restPaths ?? {}).map(([operation, form]) => ({
    service,
    operation,
    pattern: new RegExp(`^${form.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  })),
);
const cborPath = /^\/service\/([^/]+)\/operation\/([^/]+)$/;

/** Where the container registry is. Paths with other first parts are AWS's or control's. */
export function isRegistryPath(path: string): boolean {
  return path === '/v2' || path.startsWith('/v2/');
}

/** By path where a path says it all, by the signature for S3, else by `X-Amz-Target`, else by method and path, else by `Version` and `Action` of a form. */
export function route(request: WireRequest, signingName: string | undefined): Route {
  if (request.path.startsWith('/_sandbox')) return { kind: 'control' };
  if (isRegistryPath(request.path)) return { kind: 'registry' };
  // Its operations have no name on the wire, only a method and the path of a bucket.
  if (signingName === 's3') return { kind: 's3' };
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return byTarget(target);
  const [, cborTarget, cborOperation] = cborPath.exec(request.path) ?? [];
  if (cborTarget !== undefined && cborOperation !== undefined) {
    const service = services.find((entry) => entry.target === cborTarget);
    if (service !== undefined) {
      return { kind: 'operation', service, operation: cborOperation, protocol: cborProtocol };
    }
  }
  return byRestPath(request) ?? byAction(request, signingName);
}

function byTarget(target: string): Route {
  const dot = target.lastIndexOf('.');
  const service = services.find((entry) => entry.target === target.slice(0, dot));
  if (service === undefined) return { kind: 'unknown', what: `X-Amz-Target ${target}` };
  return { kind: 'operation', service, operation: target.slice(dot + 1), protocol: jsonProtocol };
}

/** A path of a REST service; undefined for one that no service has. */
function byRestPath({ method, path }: WireRequest): Route | undefined {
  const found = restForms.find(({ pattern }) => pattern.test(`${method} ${path}`));
  if (found === undefined) return undefined;
  const { service, operation } = found;
  return { kind: 'operation', service, operation, protocol: restJsonProtocol };
}

function byAction(request: WireRequest, signingName: string | undefined): Route {
  const parameters = queryParameters(request);
  const action = parameters.get('Action');
  const version = parameters.get('Version');
  if (action === null) return { kind: 'unknown', what: `${request.method} ${request.path}` };
  const candidates = services.filter((entry) => entry.queryVersion !== undefined);
  const service =
    candidates.find((entry) => entry.queryVersion === version) ??
    candidates.find((entry) => version === null && entry.signingName === signingName);
  if (service === undefined) {
    return { kind: 'unknown', what: `Action ${action} of Version ${version ?? '(none)'}` };
  }
  return { kind: 'operation', service, operation: action, protocol: queryProtocol };
}
