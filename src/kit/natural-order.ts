const RUNS = /\d+|\D+/g;
const DIGITS = /^\d/;

/**
 * Compares names as people number them: "2.mp4" comes before "10.mp4". Upper and lower case are the same, and so is every
 * machine: no locale has a say. Names that differ only in such things keep one order all the same.
 */
export function naturalOrder(a: string, b: string): number {
  const [left, right] = [runsOf(a), runsOf(b)];
  for (const [index, run] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = DIGITS.test(run) && DIGITS.test(other) ? compareNumbers(run, other) : compareText(run, other);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareText(a, b);
}

function runsOf(name: string): readonly string[] {
  return name.normalize('NFC').toLowerCase().match(RUNS) ?? [];
}

/** Of any length, without making numbers of them. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return left.length - right.length || compareText(left, right);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
