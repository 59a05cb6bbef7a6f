/** Who sets the stage. */
export const caller = { arn: 'arn:aws:iam::123456789012:user/stage', accessKeyId: 'stage' };
