/** A table of a run cannot be read: its file was cut, changed or removed after it was made. The message is for people. */
export class DamagedRun extends Error {}
