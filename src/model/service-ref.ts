/** Which service is meant. Names, never ARNs; the account and region are those of the clients. */
export interface ServiceRef {
  readonly cluster: string;
  readonly service: string;
}

/** `cluster/service`, as it stands in events and on screen. */
export function serviceName({ cluster, service }: ServiceRef): string {
  return `${cluster}/${service}`;
}

/** The last part of an ARN, or the text itself: people paste either. `arn:…:cluster/prod` → `prod`. */
export function nameFromArn(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (nameOrArn.split('/').at(-1) ?? nameOrArn) : nameOrArn;
}

/** `family:7` from a task definition ARN, or the text itself. */
export function revisionName(taskDefinition: string): string {
  return nameFromArn(taskDefinition);
}
