import { describe, expect, it } from '@jest/globals';
import { imagesFor, refuseStrangers } from '../../../src/cli/image-flag.ts';

describe('images of several services', () => {
  it('are for all that have none of their own for that container', () => {
    const choices = [
      { image: 'all:1' },
      { service: 'api', image: 'api:1' },
      { service: 'worker', container: 'proxy', image: 'proxy:1' },
    ];

    expect(imagesFor('api', choices)).toEqual([{ image: 'api:1' }]);
    expect(imagesFor('worker', choices)).toEqual([
      { image: 'all:1' },
      { container: 'proxy', image: 'proxy:1' },
    ]);
    expect(imagesFor('mailer', choices)).toEqual([{ image: 'all:1' }]);
  });

  it('are refused for a service that is not meant', () => {
    expect(() => refuseStrangers([{ service: 'web', image: 'a:1' }], ['api'])).toThrow(
      expect.objectContaining({
        code: 'usage.image_of_no_service',
        message: '--image names the service "web", and api is to be released',
      }),
    );
  });
});
