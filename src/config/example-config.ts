/** A whole configuration with comments: stands in the reference page, and a test loads it. */
export const exampleConfig = `# yaml-language-server: $schema=./ecsdeploy.schema.json
version: 1

# What stands at the top holds for every service that does not say otherwise.
region: eu-central-1
# The credentials must belong to this account, or nothing is done (exit 10).
account: "123456789012"
cluster: staging
timeout: 15m
deployment:
  strategy: ROLLING
  # Settings that are left out stay as the service has them.
  minimumHealthyPercent: 100
  maximumPercent: 200
  circuitBreaker:
    enable: true
    rollback: true

services:
  # ecsdeploy deploy web
  web:
    # Default: the key, here "web".
    service: shop-web
    # Relative to this file. Without it, the task definition that runs now is the base.
    taskDefinition: ./ecs/web.json
    # Which containers take the image of the release. Needed where there are several.
    containers: [app]
    deployment:
      alarms:
        names: [shop-web-5xx]
      bakeTimeInMinutes: 5
      healthCheckGracePeriodSeconds: 30
  worker:
    timeout: 30m

# Where there are environments, --environment is required.
environments:
  staging: {}
  production:
    cluster: \${env:PRODUCTION_CLUSTER:-production}
    deployment:
      circuitBreaker:
        threshold:
          type: COUNT
          value: 5
    services:
      web:
        timeout: 1h
`;
