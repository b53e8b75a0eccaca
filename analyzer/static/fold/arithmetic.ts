import type { Value } from './value.ts';
import { numberValue } from './value.ts';

/** Numbers of the operators that hide characters and indexes; comparisons give 1 or 0. */
export function arithmetic(operator: string, left: number | null, right: number | null): Value | null {
  if (left === null || right === null) return null;
  switch (operator) {
    case '-':
      return numberValue(left - right);
    case '*':
      return numberValue(left * right);
    case '/':
      return numberValue(left / right);
    case '%':
      return numberValue(left % right);
    case '^':
      return numberValue(left ^ right);
    case '&':
      return numberValue(left & right);
    case '|':
      return numberValue(left | right);
    case '<<':
      return numberValue(left << right);
    case '>>':
      return numberValue(left >> right);
    case '>>>':
      return numberValue(left >>> right);
    case '<':
      return numberValue(left < right ? 1 : 0);
    case '>':
      return numberValue(left > right ? 1 : 0);
    case '<=':
      return numberValue(left <= right ? 1 : 0);
    case '>=':
      return numberValue(left >= right ? 1 : 0);
    default:
      return null;
  }
}
