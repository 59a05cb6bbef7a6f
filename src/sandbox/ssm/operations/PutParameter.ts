import type { PutParameterCommandInput, PutParameterCommandOutput } from '@aws-sdk/client-ssm';
import type { Operation, Output } from '../../operation.ts';
import { ServiceError } from '../../service-error.ts';
import { parameterArn } from '../find.ts';
import { checkNewName } from '../parameter-name.ts';
import { tierFor } from '../parameter-tier.ts';
import { invalid } from '../refusals.ts';
import type { ParameterRecord } from '../state.ts';

/** "Parameter Store retains the 100 most recent versions": Working with parameter versions. */
const mostVersions = 100;

/** The value is kept as it is, also of a SecureString. */
export const PutParameter: Operation<PutParameterCommandInput, Output<PutParameterCommandOutput>> = (
  world,
  input,
  caller,
) => {
  const { Name: name = '', Value: value = '' } = input;
  check(input);
  const known = world.ssm.parameters.get(name);
  if (known !== undefined && input.Overwrite !== true) {
    throw new ServiceError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  if (known === undefined) checkNewName(name);
  const tier = tierFor(value, input.Tier, known?.tier);
  const parameter = known ?? create(parameterArn(world, name), input, caller.arn);
  const version = (known?.versions.at(-1)?.number ?? 0) + 1;
  parameter.versions.push({ number: version, value, at: world.timeline.now() });
  if (parameter.versions.length > mostVersions) parameter.versions.shift();
  parameter.type = input.Type ?? parameter.type;
  parameter.description = input.Description ?? parameter.description;
  parameter.tier = tier;
  parameter.dataType = input.DataType ?? parameter.dataType;
  parameter.keyId =
    parameter.type === 'SecureString' ? (input.KeyId ?? parameter.keyId ?? awsKey) : undefined;
  parameter.lastModifiedBy = caller.arn;
  world.ssm.parameters.set(name, parameter);
  world.ssm.isUsed = true;
  return { Version: version, Tier: parameter.tier };
};

const awsKey = 'alias/aws/ssm';

function create(arn: string, input: PutParameterCommandInput, by: string): ParameterRecord {
  if (input.Type === undefined) throw invalid('A parameter type is required when you create a parameter.');
  return {
    name: input.Name ?? '',
    arn,
    type: input.Type,
    description: undefined,
    keyId: undefined,
    dataType: 'text',
    tier: 'Standard',
    lastModifiedBy: by,
    tags: new Map((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    versions: [],
  };
}

function check({ Value: value = '', Type, Tier, Overwrite, Tags = [] }: PutParameterCommandInput): void {
  if (value === '') {
    throw invalid(
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
    );
  }
  requireOneOf('type', Type, ['SecureString', 'StringList', 'String']);
  requireOneOf('tier', Tier, ['Standard', 'Advanced', 'Intelligent-Tiering']);
  if (Overwrite === true && Tags.length > 0) {
    throw invalid(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  }
}

/** The SDK knows the values, another client may send any text. */
function requireOneOf(member: string, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return;
  throw invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`,
  );
}
