import { cbor, CborCodec } from '@smithy/core/cbor';
import { NormalizedSchema } from '@smithy/core/schema';
import { ServiceError } from '../service-error.ts';
import { errorStatus, type Protocol } from './protocol.ts';

const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

/** Smithy RPC v2 CBOR (smithy.io, additional-specs/protocols/smithy-rpc-v2), which newer SDKs speak with CloudWatch. */
export const cborProtocol: Protocol = {
  readInput(model, call) {
    const { body } = call.request;
    if (body.length === 0) return {};
    try {
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      return new CborCodec().createDeserializer().read(NormalizedSchema.of(model.schema[4]), bytes) as Record<
        string,
        unknown
      >;
    } catch {
      throw new ServiceError('SerializationException', 'the body is not the CBOR of this operation');
    }
  },

  writeOutput(model, _call, output) {
    if (model.output.kind !== 'structure') return { status: 200, headers: { ...headers }, body: '' };
    const serializer = new CborCodec().createSerializer();
    serializer.write(NormalizedSchema.of(model.schema[5]), output);
    return { status: 200, headers: { ...headers }, body: serializer.flush() };
  },

  writeError: (model, _call, error) => ({
    status: errorStatus(model, error),
    headers: { ...headers },
    body: cbor.serialize({ __type: model?.name ?? error.code, ...error.members, message: error.message }),
  }),
};
