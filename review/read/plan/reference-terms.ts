/** References as a plan lists them, in the terms of the expression that they stood in. */

/** A reference, and what chooses among its instances: `aws_subnet.private[each.key]`. */
export interface Term {
  readonly reference: string;
  /** Everything that follows a resource of which no attribute is listed: what is in its brackets, or computes that. */
  readonly index: readonly string[];
  /** Whether it stands there again without an index: its number of instances takes part in choosing one. */
  readonly isCounted: boolean;
}

/**
 * Terraform lists `aws_vpc.main.id` and after it its beginning, `aws_vpc.main`: the longer one says it all. A resource
 * without an attribute, and then `each.key`, is the instance that `each.key` chooses.
 * @param mayIndex whether a reference can stand in the brackets
 */
export function termsOf(
  references: readonly string[],
  mayIndex: (reference: string) => boolean,
): readonly Term[] {
  const terms: { reference: string; index: string[] }[] = [];
  let whole = "";
  for (const reference of references) {
    if (whole.startsWith(`${reference}.`) || whole.startsWith(`${reference}[`)) continue;
    whole = reference;
    const last = terms.at(-1);
    if (last !== undefined && isResource(last.reference) && mayIndex(reference)) last.index.push(reference);
    else terms.push({ reference, index: [] });
  }
  return terms.map((term) => {
    const again = terms.filter(({ reference }) => reference === term.reference);
    return { ...term, isCounted: again.length > 1 && again.some(({ index }) => index.length === 0) };
  });
}

function isResource(reference: string): boolean {
  return /^(?!(?:var|local|each|count|path|terraform|module|data)\.)[a-z]\w*\.[\w-]+$/.test(reference);
}
