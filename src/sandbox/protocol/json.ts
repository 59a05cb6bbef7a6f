import { textOf } from '../wire.ts';
import { readJsonInput } from './json-input.ts';
import { writeJsonOutput } from './json-output.ts';
import { errorStatus, type Call, type Protocol } from './protocol.ts';

/** AWS JSON 1.0 and 1.1 (smithy.io, aws/protocols/aws-json-1_1-protocol): they differ only in the content type. */
export const jsonProtocol: Protocol = {
  readInput: (model, call) => readJsonInput(model.input, textOf(call.request.body)),

  writeOutput: (model, call, output) => ({
    status: 200,
    headers: { 'content-type': contentType(call) },
    body: writeJsonOutput(model.output, output),
  }),

  writeError(model, call, error) {
    const status = errorStatus(model, error);
    const message = model?.members.find((member) => member.toLowerCase() === 'message') ?? 'message';
    const text = error.message === '' ? {} : { [message]: error.message };
    const headers: Record<string, string> = { 'content-type': contentType(call) };
    // Services that once spoke Query tell the old code too (smithy.io, awsQueryCompatible).
    if (call.request.headers['x-amzn-query-mode'] === 'true') {
      headers['x-amzn-query-error'] =
        `${model?.queryCode ?? error.code};${status >= 500 ? 'Receiver' : 'Sender'}`;
    }
    const code = model?.name ?? error.code;
    return { status, headers, body: JSON.stringify({ __type: code, ...error.members, ...text }) };
  },
};

function contentType(call: Call): string {
  return `application/x-amz-json-${call.service.jsonVersion ?? '1.1'}`;
}
