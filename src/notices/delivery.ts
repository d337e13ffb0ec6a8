/** The result of an attempt. `waitMs`: the service asked for a pause. */
export type Delivery = { arrived: true } | { arrived: false; why: string; waitMs: number | undefined };
