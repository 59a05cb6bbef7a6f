/** A page of the ECS developer guide. */
export function ecsGuide(page: string): string {
  return `https://docs.aws.amazon.com/AmazonECS/latest/developerguide/${page}.html`;
}

/** A page of the ECR user guide. */
export function ecrGuide(page: string): string {
  return `https://docs.aws.amazon.com/AmazonECR/latest/userguide/${page}.html`;
}

/** A page of the CodeDeploy user guide. */
export function codeDeployGuide(page: string): string {
  return `https://docs.aws.amazon.com/codedeploy/latest/userguide/${page}.html`;
}

/** An operation in AWS's reference of an API. */
export function apiReference(service: 'AmazonECS' | 'AmazonECR' | 'codedeploy', operation: string): string {
  return `https://docs.aws.amazon.com/${service}/latest/APIReference/API_${operation}.html`;
}

/** An issue or a pull request on GitHub (which finds either by the number). */
export function thread(repository: string, number: number): string {
  return `https://github.com/${repository}/issues/${number}`;
}

/** A file of a repository on GitHub. */
export function file(repository: string, path: string): string {
  return `https://github.com/${repository}/blob/HEAD/${path}`;
}

/** The ECS agent's own words, exact for tasks on EC2. */
export const agentMessages = file('aws/amazon-ecs-agent', 'agent/engine/errors.go');
