import { EcsdeployError } from '../../model/error.ts';

/** The registry does not take the login, or wants one and there is none. */
export class RegistryRefused extends EcsdeployError {
  /** @param isEcr whether permissions decide, and not who logged in */
  constructor(registry: string, name: string, said: string, isEcr: boolean) {
    super({
      code: 'credentials.registry_refused',
      message: `the registry ${registry} lets nobody read ${name} with these credentials: ${said}`,
      suggestions: [
        isEcr
          ? 'Allow ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository in the IAM policy.'
          : `Log in: docker login ${registry}`,
      ],
      details: { registry, repository: name },
    });
  }
}

/** The registry could not be reached, or kept failing. */
export class RegistryUnavailable extends EcsdeployError {
  constructor(registry: string, why: string, attempts: number, cause?: unknown) {
    super({
      code: 'aws.registry_unavailable',
      message: `the registry ${registry} gave no answer that could be used, in ${attempts} attempts: ${why}`,
      suggestions: ['Check the network and the name of the registry, then run the same command again.'],
      details: { registry },
      cause,
    });
  }
}

/** What the registry sent is no manifest or configuration of an image. */
export class NotAnImage extends EcsdeployError {
  constructor(reference: string, why: string) {
    super({
      code: 'refused.not_an_image',
      message: `"${reference}" is no container image: ${why}`,
      suggestions: ['Name the image itself, not an attestation or another artifact beside it.'],
      details: { image: reference },
    });
  }
}
