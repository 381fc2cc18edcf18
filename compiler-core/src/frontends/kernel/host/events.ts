/** Events of the host: which commands an event variable, a list or a vector of events stands for. */

/** A command, by identity. */
export interface Token {
  readonly command: string;
}

/** What one event object holds. */
export class EventCell {
  tokens: Token[] = [];
  /** It may hold others as well, or fewer. */
  certain = true;

  /** What this was copied from, where it is a use. */
  source: EventCell | null = null;

  /** @param region where it was made: an assignment in another one may not happen, or happen before what stands here */
  constructor(readonly region: unknown) {}

  static of(region: unknown, ...tokens: readonly Token[]): EventCell {
    const cell = new EventCell(region);
    cell.tokens.push(...tokens);
    return cell;
  }
  static unknown(region: unknown): EventCell {
    const cell = new EventCell(region);
    cell.certain = false;
    return cell;
  }

  assign(from: EventCell, region: unknown): void {
    if (region === this.region) {
      this.tokens = [...from.tokens];
      this.certain = from.certain;
      return;
    }
    // Uses before it in a loop see it as well.
    for (const use of this.uses) use.certain = false;
    this.certain = false;
    this.add(from);
    for (const use of this.uses) use.tokens.push(...from.tokens);
  }

  add(from: EventCell, region: unknown = this.region): void {
    for (const token of from.tokens) if (!this.tokens.includes(token)) this.tokens.push(token);
    if (!from.certain || region !== this.region) this.certain = false;
  }

  private readonly uses: EventCell[] = [];
  /** What it holds here, kept for later. */
  use(): EventCell {
    const kept = EventCell.of(this.region, ...this.tokens);
    kept.certain = this.certain;
    kept.source = this;
    this.uses.push(kept);
    return kept;
  }
}
