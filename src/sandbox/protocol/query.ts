import { textOf, type WireRequest } from '../wire.ts';
import { errorStatus, type Protocol } from './protocol.ts';
import { readQueryInput } from './query-input.ts';
import { element, escapeXml, writeXmlOutput } from './xml-output.ts';

const headers = { 'content-type': 'text/xml' };

/** AWS Query (smithy.io, aws/protocols/aws-query-protocol): a form comes in, XML goes out. */
export const queryProtocol: Protocol = {
  readInput: (model, call) => readQueryInput(model.input, queryParameters(call.request)),

  writeOutput: (model, call, output, requestId) => ({
    status: 200,
    headers: { ...headers },
    body: document(
      `${call.operation}Response`,
      call.service.xmlNamespace,
      // An operation without output answers only its metadata.
      (model.output.kind === 'structure'
        ? element(`${call.operation}Result`, writeXmlOutput(model.output, output))
        : '') + element('ResponseMetadata', element('RequestId', requestId)),
    ),
  }),

  writeError(model, call, error, requestId) {
    const status = errorStatus(model, error);
    const content =
      element('Type', status >= 500 ? 'Receiver' : 'Sender') +
      element('Code', escapeXml(model?.queryCode ?? error.code)) +
      element('Message', escapeXml(error.message));
    return {
      status,
      headers: { ...headers },
      body: document(
        'ErrorResponse',
        call.service.xmlNamespace,
        element('Error', content) + element('RequestId', requestId),
      ),
    };
  },
};

/** The parameters of a Query request: in the body of a POST, or in the address. */
export function queryParameters(request: WireRequest): URLSearchParams {
  const body = textOf(request.body);
  return body === '' ? request.query : new URLSearchParams(body);
}

function document(root: string, namespace: string | undefined, content: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<${root}${attribute}>${content}</${root}>`;
}
