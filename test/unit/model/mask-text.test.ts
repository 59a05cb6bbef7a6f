import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  maskAll,
  masked,
  maskLines,
  maskText,
  secretValues,
  type KnownSecrets,
} from '../../../src/model/mask-text.ts';

const canary = 'Canary7uQ2xZ9wLp4';
const keyId = ['AK', 'IAIOSFODNN7EXAMPLE'].join('');

function values(...values: string[]): KnownSecrets {
  return { values, names: [] };
}

describe('maskText', () => {
  it.each([
    ['an assignment', `DB_PASSWORD=${canary}`],
    ['a quoted value with spaces', `password: "two ${canary} words"`],
    ['JSON', `{"level":"info","apiKey":"${canary}","user":"ann"}`],
    ['JSON inside of JSON', String.raw`{"msg":"{\"secret\":\"${canary}\"}"}`],
    ['a flag', `serve --db-password ${canary} --port 80`],
    ['a flag with =', `serve --token=${canary}`],
    ['Ruby', `:secret => '${canary}'`],
    ['a sentence', `cannot log in with token: ${canary}`],
    ['an address', `connecting to postgres://app:${canary}@db:5432/web`],
    ['an address without a user', `redis://:${canary}@cache:6379`],
    ['a password with an @', `amqp://u:p@${canary}@queue:5672`],
    ['a header', `Authorization: Basic ${canary}`],
    ['a header of a proxy', `Proxy-Authorization: Digest username="x", response="${canary}"`],
    ['a cookie', `Set-Cookie: session=${canary}; Path=/`],
    ['a bearer token in a sentence', `sent bearer ${canary} to the API`],
    ['a query', `GET /login?access_token=${canary}&next=/`],
    ['a presigned address', `https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=${canary}`],
    ['a GitHub token', `remote: ghp_${canary}${canary}`],
    ['a fine-grained GitHub token', `github_pat_${canary}_${canary}`],
    ['a Slack token', `xoxb-1234567890-${canary}`],
    ['a Slack address', `https://hooks.slack.com/services/T0/B0/${canary}`],
    ['a web token', `got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0${canary}.abc-${canary}`],
    ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${canary}\n-----END RSA PRIVATE KEY-----`],
    ['a private key that is cut off', `x -----BEGIN PRIVATE KEY----- ${canary}`],
    ['a connection string', `ConnectionString=${canary}`],
    ['the master key of Rails', `RAILS_MASTER_KEY=${canary}`],
    ['a key of encryption', `ENCRYPTION_KEY: ${canary}`],
    ['a license key', `NEW_RELIC_LICENSE_KEY:${canary}`],
    ['a short name', `DBPASS=${canary}`],
    ['a short name in JSON', `{"dbPass":"${canary}"}`],
    ['a password with a /', `postgres://app:pa/${canary}@db:5432/web`],
    ['a password after a colon', `user:ann password:${canary}`],
    ['a token after a colon, in a path', `/v1/token:${canary}`],
    ['a header of a made-up name', `x-auth-header:${canary}`],
  ])('hides what is secret in %s', (_, text) => {
    const shown = maskText(text);

    expect(shown).not.toContain(canary);
    expect(shown).toContain(masked);
  });

  it('hides ids of access keys', () => {
    expect(maskText(`user ${keyId} is not known`)).toBe(`user ${masked} is not known`);
  });

  it('leaves what stands around it', () => {
    expect(maskText(`user=ann password=${canary}, host=db`)).toBe(`user=ann password=${masked}, host=db`);
    expect(maskText(`{"token":"${canary}","port":80}`)).toBe(`{"token":"${masked}","port":80}`);
    expect(maskText(`postgres://app:${canary}@db:5432/web`)).toBe(`postgres://app:${masked}@db:5432/web`);
    expect(maskText(`/login?token=${canary}&next=/x`)).toBe(`/login?token=${masked}&next=/x`);
  });

  it.each([
    'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref registry.example/web:2: not found',
    'no basic auth credentials',
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed',
    "The task can't retrieve the secret with ARN 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbCdEf' from AWS Secrets Manager.",
    'User: arn:aws:sts::123456789012:assumed-role/deploy/me is not authorized to perform: secretsmanager:GetSecretValue on resource: *',
    'User: arn:aws:iam::123456789012:user/me is not authorized to perform: ecr:GetAuthorizationToken because no identity-based policy allows the ecr:GetAuthorizationToken action',
    'ExpiredTokenException: The security token included in the request is expired',
    'unable to retrieve secret from asm: service call has been retried 1 time(s): invalid character',
    'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/0123456789abcdef)',
    'max_tokens=512 total tokens: 3',
    'author=ann, authority: example.org',
    'auth: enabled',
    'registry.example/web@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'containerDefinitions[app].secrets[TOKEN].valueFrom: "arn:aws:ssm:us-east-1:1:parameter/a" → "arn:aws:ssm:us-east-1:1:parameter/b"',
    'ecsdeploy watch --cluster prod --service web --deployment ecs-svc/1122334455667788990',
    'unauthorized: authentication required',
    'failed to resolve ref registry.example/team/auth-service:4f2a9c1: registry.example/team/auth-service:4f2a9c1: not found',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/auth:release-7',
    'team/auth-service:canary',
    'oauth2-proxy:v7.5.1',
    'auth-service:4f2a9c1',
    'quay.io/oauth2-proxy/oauth2-proxy:v7.5.1@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-password-AbCdEf:username::',
    'GET https://auth.example.com:8443/login failed',
    'auth-service:8080/health',
    'cannot read registry auth: DB_HOST is not set',
    'sort key: PARTITION_KEY=id',
    'bypass: compass=3 author=ann',
    'http://proxy:3128/path and ann@example.com',
  ])('leaves %s as it is', (text) => {
    expect(maskText(text)).toBe(text);
  });

  it('hides values that are known, also within an address or JSON', () => {
    const value = 'p w/ö"x';

    for (const text of [`a ${value} b`, `/q?v=${encodeURIComponent(value)}`, JSON.stringify({ v: value })]) {
      expect(maskText(text, values(value))).toContain(masked);
      expect(maskText(text, values(value))).not.toContain('ö');
    }
  });

  it('hides a value that is a word only as a whole word', () => {
    expect(maskText('role postgres: postgres-main, mypostgres', values('postgres'))).toBe(
      `role ${masked}: postgres-main, mypostgres`,
    );
  });

  it('leaves words that are too short or too common to be known as secrets', () => {
    const known = values('prod', 'true', 'us-east-1', 'local');

    expect(maskText('prod in us-east-1 is true and local', known)).toBe(
      'prod in us-east-1 is true and local',
    );
  });

  it('hides what follows a name that is known to be of a secret', () => {
    const known: KnownSecrets = { values: [], names: ['STRIPE', 'LoginData'] };

    expect(maskText(`STRIPE=${canary} LoginData: ${canary}`, known)).toBe(
      `STRIPE=${masked} LoginData: ${masked}`,
    );
  });

  it.each([
    ['[k3!xQzz9aP', 'DB_PASSWORD=[k3!xQzz9aP'],
    ['{k3!xQzz9aP', '{"DB_PASSWORD":"{k3!xQzz9aP"}'],
    ['AB-12-CD', 'LICENSE=[AB-12-CD]'],
    ['x9aPk3!', 'DB_PASSWORD=***x9aPk3!'],
    ['x9aPk3', 'DB_PASSWORD=arn:x9aPk3'],
    ['XPASSWORD', 'DB_PASSWORD=$XPASSWORD'],
    ['k3xQzz', 'DB_PASSWORD="{\\"k3xQzz"'],
    ['k3xQzz', 'DB_PASSWORD={"a":"k3xQzz"}'],
    ['12345', 'DB_PASSWORD=12345'],
    ['AB-12', 'process.env.LICENSE=AB-12'],
    ['AB-12', 'serve --LICENSE=AB-12'],
    ['expired', 'LICENSE: expired'],
  ])('hides %s after a name that is known to be of a secret: %s', (secret, text) => {
    const known: KnownSecrets = { values: [], names: ['DB_PASSWORD', 'LICENSE'] };

    expect(maskText(text, known)).not.toContain(secret);
  });

  it.each(['LICENSE=', 'LICENSE=***', 'LICENSE="" x', '{"LICENSE":"***","a":1}'])(
    'leaves %s as it is after such a name',
    (text) => {
      expect(maskText(text, { values: [], names: ['LICENSE'] })).toBe(text);
    },
  );

  it.each([
    ['[k3!xQzz9aP', 'DB_PASSWORD=[k3!xQzz9aP'],
    ['{k3!xQzz9aP', '{"DB_PASSWORD":"{k3!xQzz9aP"}'],
    ['2024#Summer', 'password:2024#Summer!'],
    ['abcdEF', 'DB_PASSWORD:12345#abcdEF'],
    ['8080/x', 'token:8080/x'],
    ['xQ9zz', 'DB_PASSWORD: k3<xQ9zz!'],
    ['xQ9zz', `DB_PASSWORD=k3'xQ9zz!`],
    ['xQ9zz', 'DB_PASSWORD=k3"xQ9zz!'],
    ['xQ9zz', 'db.passwd=k3>xQ9zz next'],
    ['xQ9zz', 'ADMIN_PWD=k3,user=xQ9zz'],
  ])('hides %s, whatever characters a password has: %s', (secret, text) => {
    expect(maskText(text)).not.toContain(secret);
  });

  it.each([
    'secrets: ["TOKEN", "KEY"]',
    'secret={"name":"a"}',
    'credentials: []',
    'auth: {}',
    "secrets={'mode': 'calm'}",
    'secrets: [{"name": "a"}]',
    '{"password":null,"user":"ann"}',
    'http://token:8080/x',
    'token:8080',
  ])('leaves a list or a document as it is: %s', (text) => {
    expect(maskText(text)).toBe(text);
  });

  it('changes nothing more when it is done again', () => {
    fc.assert(
      fc.property(fc.string({ unit: fragment, maxLength: 40 }), (text) => {
        const once = maskText(text);
        expect(maskText(once)).toBe(once);
      }),
    );
  });

  it('hides a known value whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fragment, maxLength: 20 }),
        fc.string({ unit: fragment, maxLength: 20 }),
        (before, after) => {
          expect(maskText(`${before}${canary}${after}`, values(canary))).not.toContain(canary);
        },
      ),
    );
  });

  it('hides what follows a name of a secret, whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('password', 'API_KEY', 'client_secret', 'authToken'),
        fc.constantFrom('=', ': ', '": "', ' = '),
        fc.constantFrom('', ' ', 'x ', 'a=b ', '{"', '--', '?', '&'),
        fc.constantFrom('', ' ', ', b=c', '"}', '&x=y', ')'),
        (name, separator, before, after) => {
          expect(maskText(`${before}${name}${separator}${canary}${after}`)).not.toContain(canary);
        },
      ),
    );
  });

  it.each([
    'token={',
    'token=arn:',
    'eyJ-',
    'eyJaaaaaaaaa.',
    '-----BEGIN PRIVATE KEY-----',
    '://a:b',
    'a-',
    '--a ',
    '"\\"',
    'password="',
    'secret',
    ':secret:',
    'bearer ',
    ' ',
    'x=auth:x/',
    'auth:x',
    '/auth:',
  ])('takes no more than a moment for a megabyte of %s', (part) => {
    const before = process.cpuUsage();
    maskText(part.repeat(Math.ceil(1_000_000 / part.length)));

    // Time of this process alone, in microseconds: how busy the machine is does not count. What backtracks takes minutes.
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});

const fragment = fc.constantFrom(
  ...'ab1 "\'\\=:@/.,;&?{}()[]-_\n'.split(''),
  'token',
  'password',
  'Bearer ',
  '://',
  'eyJ',
  '***',
  '--',
  'arn:',
);

describe('maskLines', () => {
  it('hides a private key over several lines, and gives as many lines', () => {
    const lines = [
      'starting',
      '-----BEGIN PRIVATE KEY-----',
      canary,
      canary,
      '-----END PRIVATE KEY-----',
      'up',
    ];

    const shown = maskLines(lines);

    expect(shown).toHaveLength(lines.length);
    expect(shown.join('\n')).not.toContain(canary);
    expect(shown[0]).toBe('starting');
    expect(shown.at(-1)).toBe('up');
  });

  it('hides the rest of a key whose beginning is not among the lines', () => {
    const shown = maskLines(['it says: hello', canary, canary, '-----END PRIVATE KEY-----', 'up']);

    expect(shown).toEqual(['it says: hello', masked, masked, masked, 'up']);
  });
});

describe('maskAll', () => {
  it('goes into lists and members, and keeps what is no text', () => {
    expect(maskAll({ count: 2, lines: [`token=${canary}`], at: undefined, isOn: true })).toEqual({
      count: 2,
      lines: [`token=${masked}`],
      at: undefined,
      isOn: true,
    });
  });

  it("hides what stands under a secret's name, in AWS's pairs too, and all values of headers", () => {
    const shown = maskAll({
      dbPassword: canary,
      environment: [{ name: 'API_KEY', value: canary }],
      headers: { 'x-custom': canary },
    });

    expect(JSON.stringify(shown)).not.toContain(canary);
  });

  it('shows authors, images and what is our own', () => {
    const document = {
      author: 'ann@example.com',
      image: 'registry.example/auth-service:4f2a9c1',
      next: 'aws logs tail /prod4711/web',
      lines: ['up in prod4711'],
    };

    expect(maskAll(document, values('prod4711'), new Set(['next']))).toEqual({
      ...document,
      lines: [`up in ${masked}`],
    });
  });

  it('shows where a secret is kept', () => {
    const secrets = [{ name: 'TOKEN', valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/token' }];

    expect(maskAll({ secrets })).toEqual({ secrets });
  });
});

describe('secretValues', () => {
  it('takes values by the names of settings, and passwords out of addresses', () => {
    expect(
      secretValues([
        ['MODE', 'calm'],
        ['API_TOKEN', canary],
        ['AUTH_ENABLED', 'true'],
        ['AUTH_MODE', 'prod'],
        ['SECRET_REGION', 'us-east-1'],
        ['DATABASE_URL', 'postgres://app:hunter22@db/web'],
      ]),
    ).toEqual([canary, 'hunter22']);
  });

  it('takes a password as an address has it, and as the program gets it', () => {
    expect(secretValues([['DATABASE_URL', 'postgres://app:p%40ss%2Fw0rd@db/web']])).toEqual([
      'p%40ss%2Fw0rd',
      'p@ss/w0rd',
    ]);
    expect(secretValues([['DATABASE_URL', 'postgres://app:100%secret@db/web']])).toEqual(['100%secret']);
  });

  it('takes the passwords of all addresses of a value', () => {
    expect(
      secretValues([
        ['QUEUES', 'amqp://a:hunter22@one:5672/x,amqp://b:hunter33@two:5672 amqp://c:hunter44@three'],
      ]),
    ).toEqual(['hunter22', 'hunter33', 'hunter44']);
  });
});
