/** Compose's variables in a text (compose-spec, "Interpolation"): $A, ${A}, ${A:-b}, ${A-b}, ${A:+b}, ${A+b}, ${A:?b}, $$. */
export function interpolate(text: string, lookUp: (name: string) => string | undefined, depth = 0): string {
  // A default may contain variables; nobody nests them deeper.
  if (depth > 8) return text;
  return text.replace(variable, (whole, plain?: string, braced?: string, operator = "", word = "") => {
    if (whole === "$$") return "$";
    const value = lookUp(plain ?? braced ?? "");
    return chosen(value, operator, () => interpolate(word, lookUp, depth + 1));
  });
}

const variable = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-+?])((?:[^{}]|\{[^{}]*\})*))?\})/g;

function chosen(value: string | undefined, operator: string, word: () => string): string {
  const isGiven = operator.startsWith(":") ? Boolean(value) : value !== undefined;
  if (operator.endsWith("+")) return isGiven ? word() : "";
  return operator.endsWith("-") && !isGiven ? word() : (value ?? "");
}
