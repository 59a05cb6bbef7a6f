/** The longest integer that ECS takes. */
export const largestInteger = 2_147_483_647;
