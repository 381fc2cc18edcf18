/** Small traces as text. */

/** `count` complete events, 10 µs apart. */
export const eventsJson = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) =>
      `\n  {\n    "ph": "X", "cat": "cpu_op", "name": "op ${i % 3}", "pid": 1, "tid": 1,\n    "ts": ${1000 + i * 10}.250, "dur": 4.500,\n    "args": {\n      "External id": ${i}\n    }\n  }`,
  ).join(',');

/** A Kineto file of one rank around `events`. */
export const traceJson = (rank: number, events: string, world = 0): string =>
  `{\n  "schemaVersion": 1,\n  "distributedInfo": {"backend": "gloo", "rank": ${rank}, "world_size": ${world}},\n  "traceEvents": [${events}\n  ],\n  "displayTimeUnit": "ms",\n  "baseTimeNanoseconds": 1751410836000000000\n}\n`;
