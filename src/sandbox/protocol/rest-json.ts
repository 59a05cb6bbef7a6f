import type { OperationModel } from '../service-model.ts';
import { textOf } from '../wire.ts';
import { readJsonInput } from './json-input.ts';
import { writeJsonOutput } from './json-output.ts';
import { errorStatus, type Call, type Protocol } from './protocol.ts';
import { restMembers, restOperation } from './rest-members.ts';
import type { Shape } from './shape.ts';

/**
 * AWS REST JSON (smithy.io, aws/protocols/aws-restjson1-protocol), as far as the services here use it: members in the path and in the
 * query, the rest of them in the body, and errors whose code is in a header.
 */
export const restJsonProtocol: Protocol = {
  readInput(model, call) {
    const body = readJsonInput(model.input, textOf(call.request.body));
    return { ...body, ...membersOfQuery(model, call), ...membersOfPath(model, call) };
  },

  writeOutput: (model, _call, output) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: writeJsonOutput(model.output, output),
  }),

  writeError(model, _call, error) {
    const message = model?.members.find((member) => member.toLowerCase() === 'message') ?? 'message';
    const code = model?.name ?? error.code;
    return {
      status: errorStatus(model, error),
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
      body: JSON.stringify({ ...error.members, [message]: error.message }),
    };
  },
};

function membersOfPath(model: OperationModel, { request }: Call): Record<string, string> {
  const { path } = restOperation(model);
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const values = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(request.path)?.slice(1) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]));
}

function membersOfQuery(model: OperationModel, { request }: Call): Record<string, unknown> {
  if (model.input.kind !== 'structure') return {};
  const { members } = model.input;
  return Object.fromEntries(
    restMembers(model).flatMap(([member, parameter]) => {
      const text = request.query.get(parameter);
      if (text === null) return [];
      const shape = members.get(member);
      return [[member, shape === undefined ? text : valueOf(shape(), text)]];
    }),
  );
}

function valueOf(shape: Shape, text: string): unknown {
  switch (shape.kind) {
    case 'number':
      return Number(text);
    case 'boolean':
      return text === 'true';
    case 'string':
    case 'timestamp':
    case 'blob':
    case 'list':
    case 'map':
    case 'structure':
    case 'document':
    case 'unit':
      return text;
  }
}
