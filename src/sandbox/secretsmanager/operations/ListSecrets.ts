import type {
  Filter,
  ListSecretsCommandInput,
  ListSecretsCommandOutput,
} from '@aws-sdk/client-secrets-manager';
import type { Operation, Output } from '../../operation.ts';
import { checkPageSize } from '../../page-size.ts';
import { pageOf } from '../../page.ts';
import { ServiceError } from '../../service-error.ts';
import { secretView, versionStages } from '../describe-secret.ts';
import { secretsOf } from '../find.ts';
import { invalidToken } from '../refusals.ts';
import type { SecretRecord } from '../state.ts';

/** "Maximum value of 100": API_ListSecrets. */
const pageSize = 100;

/** The newest first, unless `SortOrder` is `asc`. Values are in none of the entries. */
export const ListSecrets: Operation<ListSecretsCommandInput, Output<ListSecretsCommandOutput>> = (
  world,
  input,
) => {
  checkPageSize('maxResults', input.MaxResults, pageSize, invalid);
  const wanted = secretsOf(world).filter(
    (secret) =>
      (input.IncludePlannedDeletion === true || secret.deletion === undefined) &&
      (input.Filters ?? []).every((filter) => passes(secret, filter)),
  );
  const page = pageOf(
    input.SortOrder === 'asc' ? wanted : wanted.reverse(),
    { token: input.NextToken, limit: input.MaxResults, defaultLimit: pageSize },
    ({ name }) => name,
    invalidToken,
  );
  return {
    SecretList: page.items.map((secret) => ({
      ...secretView(secret),
      SecretVersionsToStages: versionStages(secret),
    })),
    NextToken: page.next,
  };
};

/** Values of a filter are beginnings, and one of them must fit; after `!` it must not. */
function passes(secret: SecretRecord, { Key: key, Values: values = [] }: Filter): boolean {
  const texts = textsOf(secret, key);
  const begins = (value: string): boolean => texts.some((text) => text.startsWith(value));
  return values.some((value) => (value.startsWith('!') ? !begins(value.slice(1)) : begins(value)));
}

function textsOf(secret: SecretRecord, key: Filter['Key']): readonly string[] {
  const texts = {
    name: [secret.name],
    description: [secret.description ?? ''],
    'tag-key': [...secret.tags.keys()],
    'tag-value': [...secret.tags.values()],
  };
  switch (key) {
    case 'name':
    case 'description':
    case 'tag-key':
    case 'tag-value':
      return texts[key];
    case 'all':
      return Object.values(texts).flat();
    case 'owning-service':
    case 'primary-region':
    case undefined:
      return [];
    default:
      throw unknownKey(key satisfies never);
  }
}

/** The SDK knows the keys, another client may send any text. */
function unknownKey(key: string): ServiceError {
  return invalid(`The filter key ${key} is not one of ListSecrets.`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
