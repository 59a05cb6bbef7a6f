import { expect, it } from '@jest/globals';
import { repositoryMistake } from '../../../src/model/repository-name.ts';

it.each([
  'web',
  'shop/web',
  'shop/team_a/web-1.2',
  '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web',
  '127.0.0.1:5000/web',
  'localhost/web',
  'Registry.example.com/web',
])('%s is a repository', (text) => {
  expect(repositoryMistake(text)).toBeUndefined();
});

it.each([
  ['', 'must be the name or the URI'],
  ['https://123456789012.dkr.ecr.eu-central-1.amazonaws.com/web', 'must have no scheme: leave https:// out'],
  ['shop/web:latest', 'must have no tag: leave :latest out'],
  ['127.0.0.1:5000/web:', 'must have no tag'],
  ['web@sha256:abc', 'must have no digest'],
  ['Shop/Web', 'must be in lower case: shop/web'],
  ['registry.example.com/Web', 'must be in lower case: registry.example.com/web'],
  ['123456789012.dkr.ecr.eu-central-1.amazonaws.com', 'must name a repository after the registry'],
  ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/', 'must neither begin nor end with a slash'],
  ['/web', 'must neither begin nor end with a slash'],
  ['shop web', 'must have no spaces'],
  ['shop//web', 'must consist of'],
  ['-web', 'must consist of'],
  ['.example.com/web', 'must name a registry, and .example.com is none'],
  ['a'.repeat(256), 'must be at most 255'],
])('%s is none: %s', (text, mistake) => {
  expect(repositoryMistake(text)).toContain(mistake);
});
