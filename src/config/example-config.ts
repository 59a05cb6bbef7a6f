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

# What says whether a release is healthy, by name.
gates:
  # In the new revision's answers, while it comes in and for ten minutes after that.
  errors:
    metrics: { preset: alb-5xx-rate, max: 1 }
    initialDelay: 1m
watchFor: 10m
rollback: automatic

services:
  # ecsdeploy deploy web: builds the commit, pushes it under its SHA, and releases it.
  web:
    image:
      # A name in ECR, or a whole URI. Without "image" a release brings in what --image names.
      repository: shop/web
      # Relative to this file; the Dockerfile is relative to the context.
      context: ./web
      target: production
      platforms: [linux/amd64]
      buildArgs:
        NODE_VERSION: 22
        RELEASE: \${git:sha}
      secrets:
        # For RUN --mount=type=secret,id=npm. The value is never shown, and no argument.
        npm: { env: NPM_TOKEN }
    # Default: the key, here "web".
    service: shop-web
    # Relative to this file. Without it, the task definition that runs now is the base.
    taskDefinition: ./ecs/web.json
    # Which containers take the image of the release. Needed where there are several.
    containers: [app]
    gates:
      # Runs the new revision once; nothing is deployed if it fails.
      migrate:
        task: { command: [npm, run, migrate] }
      smoke:
        http: { url: "https://shop.example/health", status: 200 }
        failuresAllowed: 1
    deployment:
      alarms:
        names: [shop-web-5xx]
      bake: 5m
      healthCheckGracePeriodSeconds: 30
  worker:
    timeout: 30m
    # No load balancer in front of it.
    gates: { errors: off }
    # ecsdeploy deploy --all: released when web has been.
    after: [web]
  checkout:
    # Its deployment controller is CODE_DEPLOY. Without application and group, its group is found.
    codedeploy:
      application: shop
      group: checkout
      # Lambda functions that CodeDeploy asks.
      hooks:
        AfterAllowTestTraffic: check-checkout
    deployment:
      # Or codedeploy.config, with the name of a deployment configuration; not both.
      strategy: CANARY
      canary: { percent: 10, bake: 5m }

# Where there are environments, --environment is required.
environments:
  staging: {}
  production:
    cluster: \${env:PRODUCTION_CLUSTER:-production}
    # A person is asked once the new tasks run, before they get traffic: ecsdeploy approve.
    approve: { at: before-traffic, timeout: 12h, onTimeout: rollback }
    deployment:
      # A tenth of the traffic first, for ten minutes; then all of it.
      strategy: CANARY
      canary: { percent: 10, bake: 10m }
      circuitBreaker:
        threshold:
          type: COUNT
          value: 5
    services:
      web:
        timeout: 1h
`;
