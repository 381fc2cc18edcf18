/** The items that run a statement together: a list of lanes, in the order in which they do what has an order. */

/** `list` holds `count` distinct lanes; what is beyond means nothing. */
export interface Lanes {
  readonly list: Int32Array;
  count: number;
}

export const noLanes = (width: number): Lanes => ({ list: new Int32Array(width), count: 0 });

/** Lanes 0 to `count` - 1, in the order that `rank` gives them; in their own where there is none. */
export const fillLanes = (lanes: Lanes, count: number, order: ArrayLike<number> | null): void => {
  lanes.count = count;
  for (let k = 0; k < count; k++) lanes.list[k] = order?.[k] ?? k;
};

/** Divides `all` by a condition, keeping the order. */
export const splitLanes = (all: Lanes, cond: ArrayLike<number>, yes: Lanes, no: Lanes): void => {
  let [y, n] = [0, 0];
  for (let k = 0; k < all.count; k++) {
    const lane = all.list[k] as number;
    if (cond[lane] !== 0) yes.list[y++] = lane;
    else no.list[n++] = lane;
  }
  yes.count = y;
  no.count = n;
};
