import { createHash } from 'node:crypto';
import type { Parameter, ParameterMetadata } from '@aws-sdk/client-ssm';
import type { FoundParameter } from './find.ts';
import type { ParameterRecord } from './state.ts';

/** With its value: of a SecureString only `withDecryption`, and a stand-in for AWS's cipher text otherwise. */
export function parameterView(
  { parameter, version, selector }: FoundParameter,
  withDecryption: boolean,
): Parameter {
  const isHidden = parameter.type === 'SecureString' && !withDecryption;
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: isHidden ? cipherText(parameter.arn, version.number) : version.value,
    Version: version.number,
    Selector: selector,
    LastModifiedDate: new Date(version.at),
    ARN: parameter.arn,
    DataType: parameter.dataType,
  };
}

/** Without its value. */
export function metadataView(parameter: ParameterRecord): ParameterMetadata {
  const last = parameter.versions.at(-1);
  return {
    Name: parameter.name,
    ARN: parameter.arn,
    Type: parameter.type,
    KeyId: parameter.keyId,
    LastModifiedDate: new Date(last?.at ?? 0),
    LastModifiedUser: parameter.lastModifiedBy,
    Description: parameter.description,
    Version: last?.number,
    Tier: parameter.tier,
    Policies: [],
    DataType: parameter.dataType,
  };
}

/** Begins as what KMS makes does, and has nothing of the value in it: whoever guesses one cannot find out whether it is right. */
function cipherText(arn: string, version: number): string {
  return `AQICAHh${createHash('sha512').update(`${arn}:${version}`).digest('base64')}`;
}
