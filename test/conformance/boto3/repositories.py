"""Repositories of ECR."""

import base64
import hashlib
import json

from clients import ecr


def manifest(text):
    """Of an image whose layer is named without a digest: a stand-in that PutImage takes."""
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
            "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": len(text)},
            "layers": [],
            "annotations": {"text": text},
        }
    )


def repositories():
    """Images, tags and settings of ECR."""
    created = ecr.create_repository(repositoryName="shop/web", tags=[{"Key": "team", "Value": "shop"}])[
        "repository"
    ]
    arn = created["repositoryArn"]
    put = ecr.put_image(repositoryName="shop/web", imageManifest=manifest("1"), imageTag="v1")["image"]
    ecr.put_image(repositoryName="shop/web", imageManifest=manifest("1"), imageTag="latest")
    ecr.put_image(repositoryName="shop/web", imageManifest=manifest("2"), imageTag="latest")
    got = ecr.batch_get_image(
        repositoryName="shop/web", imageIds=[{"imageTag": "latest"}, {"imageTag": "no"}]
    )
    ecr.put_image_tag_mutability(repositoryName="shop/web", imageTagMutability="IMMUTABLE")
    ecr.put_image_scanning_configuration(
        repositoryName="shop/web", imageScanningConfiguration={"scanOnPush": True}
    )
    policy = {
        "rules": [
            {
                "rulePriority": 1,
                "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9},
                "action": {"type": "expire"},
            }
        ]
    }
    ecr.put_lifecycle_policy(repositoryName="shop/web", lifecyclePolicyText=json.dumps(policy))
    kept = ecr.get_lifecycle_policy(repositoryName="shop/web")["lifecyclePolicyText"]
    ecr.delete_lifecycle_policy(repositoryName="shop/web")
    ecr.tag_resource(resourceArn=arn, tags=[{"Key": "cost", "Value": "1"}])
    ecr.untag_resource(resourceArn=arn, tagKeys=["team"])
    described = ecr.describe_repositories(repositoryNames=["shop/web"])["repositories"][0]
    images = ecr.describe_images(repositoryName="shop/web")["imageDetails"]
    login = ecr.get_authorization_token()["authorizationData"][0]
    user, _, password = base64.b64decode(login["authorizationToken"]).decode().partition(":")
    deleted = ecr.batch_delete_image(
        repositoryName="shop/web", imageIds=[{"imageDigest": put["imageId"]["imageDigest"]}]
    )
    unavailable = ecr.batch_check_layer_availability(
        repositoryName="shop/web", layerDigests=["sha256:" + hashlib.sha256(b"no").hexdigest()]
    )
    tags = ecr.list_tags_for_resource(resourceArn=arn)["tags"]
    ecr.delete_repository(repositoryName="shop/web", force=True)
    return {
        "uri": created["repositoryUri"],
        "digest": put["imageId"]["imageDigest"]
        == "sha256:" + hashlib.sha256(manifest("1").encode()).hexdigest(),
        "got": [image["imageManifest"] == manifest("2") for image in got["images"]],
        "failures": [failure["failureCode"] for failure in got["failures"]],
        "mutability": [created["imageTagMutability"], described["imageTagMutability"]],
        "scans": described["imageScanningConfiguration"]["scanOnPush"],
        "policy": json.loads(kept) == policy,
        "images": sorted(sorted(image["imageTags"]) for image in images),
        "pushed": all(image["imagePushedAt"].tzinfo is not None for image in images),
        "login": [user, len(password) > 100, login["proxyEndpoint"]],
        "lasts": round((login["expiresAt"].timestamp() - images[0]["imagePushedAt"].timestamp()) / 3600),
        "deleted": [image.get("imageTag") for image in deleted["imageIds"]],
        "unavailable": [layer["layerAvailability"] for layer in unavailable["layers"]],
        "tags": tags,
    }
