/** How an attempt ended. `waitMs`: the service said when to come back. */
export type Delivery = { arrived: true } | { arrived: false; why: string; waitMs: number | undefined };
