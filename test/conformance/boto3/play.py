"""`play.py <story> <endpoint>`: plays a story with boto3 against a sandbox, and prints what boto3 made of the answers, as JSON.

What it should have made of them is decided by boto3.test.ts and schedules-boto3.test.ts. All stories but `deployments` are for boto3 1.26 and later.
"""

import json
import sys

import alarms
import balancers
import clients
import codedeploy
import journal
import lists
import lookups
import metrics
import refusals
import releases
import repositories
import schedules
import tasks

STORIES = [
    alarms.alarms,
    balancers.balancers,
    codedeploy.codedeploy_housekeeping,
    codedeploy.codedeploy_releases,
    journal.journal,
    lists.paginators,
    lookups.parameters,
    lookups.roles,
    lookups.secrets,
    metrics.metrics,
    refusals.errors,
    refusals.modelled,
    refusals.patience,
    refusals.throttled,
    releases.deployments,
    releases.failed,
    releases.release,
    releases.rollback,
    repositories.repositories,
    schedules.rules,
    schedules.schedules,
    tasks.housekeeping,
    tasks.tasks,
]

if __name__ == "__main__":
    story = next(story for story in STORIES if story.__name__ == sys.argv[1])
    told = story(*sys.argv[3:])
    print(json.dumps({"told": told, "waited": sorted(clients.WAITED)}, default=str))
