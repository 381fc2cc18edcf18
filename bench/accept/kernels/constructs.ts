/** The constructs of the part 4, each with what a kernel that has it says. */
export const CONSTRUCTS: Readonly<Record<string, RegExp>> = { range: /range/ };
