import { describe, expect, it } from '@jest/globals';
import { pushFailure } from '../../../../src/images/engines/docker/push-failure.ts';
import { PushUnauthorized } from '../../../../src/images/engines/push-errors.ts';

const taken =
  "The image tag '1' already exists in the 'shop' repository and cannot be overwritten because the repository is immutable.";
const missing = "The repository with name 'shop' does not exist in the registry with id '123456789012'";
const iam =
  'User: arn:aws:iam::123456789012:user/ci is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:eu-west-1:123456789012:repository/shop because no identity-based policy allows the ecr:InitiateLayerUpload action';

function failure(sentence: string, log: string[] = []) {
  return pushFailure('registry.example.com/shop:1', sentence, log);
}

// As docker push, buildx with the docker driver and BuildKit 0.25 print what registries answer.
describe('pushFailure', () => {
  it.each([
    ['push.tag_taken', `tag invalid: ${taken}`],
    ['push.tag_taken', `failed to push registry.example.com/shop:1: unknown: ${taken}`],
    ['push.repository_missing', `name unknown: ${missing}`],
    ['push.repository_missing', `failed to push registry.example.com/shop:1: unknown: ${missing}`],
    ['push.throttled', 'toomanyrequests: Rate exceeded'],
    ['push.throttled', 'Unknown: Rate exceeded'],
    ['push.failed', 'received unexpected HTTP status: 500 Internal Server Error'],
    ['push.failed', 'EOF'],
    ['push.failed', 'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused'],
  ])('finds %s in %j', (code, sentence) => {
    expect(failure(sentence).code).toBe(code);
  });

  it.each([
    ['not-logged-in', 'no basic auth credentials'],
    ['not-logged-in', 'unauthorized: authentication required'],
    [
      'not-logged-in',
      'failed to push r/shop:1: unexpected status from POST request to http://r/v2/shop/blobs/uploads/: 401 Unauthorized',
    ],
    ['expired', 'denied: Your authorization token has expired. Reauthenticate and try again.'],
    ['forbidden', `denied: ${iam}`],
    ['forbidden', 'denied: requested access to the resource is denied'],
    ['forbidden', 'error parsing HTTP 403 response body: unexpected end of JSON input: ""'],
  ])('finds that the login is %s in %j', (why, sentence) => {
    const error = failure(sentence);

    expect(error).toBeInstanceOf(PushUnauthorized);
    expect(error).toMatchObject({ code: 'push.unauthorized', why });
  });

  it('names the permission that is missing', () => {
    expect(failure(`denied: ${iam}`).suggestions).toEqual([
      'Allow ecr:InitiateLayerUpload on arn:aws:ecr:eu-west-1:123456789012:repository/shop in the IAM policy.',
    ]);
  });

  it('does not take a port or a digest for a status', () => {
    expect(failure('Get "http://127.0.0.1:4010/v2/": dial tcp: lookup failed').code).toBe('push.failed');
  });

  it('suspects ecr:PutImage behind a registry that breaks off again and again', () => {
    const log = ['aa350df82cf6: Retrying in 1 second', 'EOF'];

    expect(failure('EOF', log).suggestions.join()).toContain('ecr:PutImage');
    expect(failure('EOF', log).details['log']).toEqual(log);
  });

  it('says that there is nothing to push', () => {
    const error = failure('An image does not exist locally with the tag: registry.example.com/shop');

    expect(error.suggestions.join()).toContain('Build it first');
  });
});
