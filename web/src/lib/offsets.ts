/** The project counts characters (code points), the browser UTF-16 units: this converts, in both directions. */
export class Offsets {
  /** Where, in units, the characters stand that take two of them. */
  private readonly wide: number[] = [];

  constructor(readonly text: string) {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code >= 0xd800 && code < 0xdc00 && at + 1 < text.length) {
        const next = text.charCodeAt(at + 1);
        if (next >= 0xdc00 && next < 0xe000) this.wide.push(at++);
      }
    }
  }

  /** The unit at which the character with this number begins. */
  units(points: number): number {
    // The n-th wide character begins at character wide[n] - n.
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.wide[middle]! - middle < points) low = middle + 1;
      else high = middle;
    }
    return points + low;
  }

  /** How many characters begin before this unit. */
  points(units: number): number {
    let low = 0;
    let high = this.wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.wide[middle]! + 1 < units) low = middle + 1;
      else high = middle;
    }
    return units - low;
  }

  /** A span of characters as a string. */
  slice(start: number, end: number): string {
    return this.text.slice(this.units(start), this.units(end));
  }
}
