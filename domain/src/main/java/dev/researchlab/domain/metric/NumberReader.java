package dev.researchlab.domain.metric;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads the numbers of a text from left to right: digits of any script with commas between groups
 * of three, a decimal point, an exponent, a sign and a currency before them, and fractions such as
 * {@code 1/5}. A hyphen after a letter or a digit is no sign, and a slash in a date makes no
 * fraction. Numbers are exact up to 1,000 significant digits; further digits are cut off.
 */
final class NumberReader {

  /** More digits than any answer means; reading all of a text of digits would take for ever. */
  static final MathContext PRECISION = new MathContext(1000);

  /** Beyond it a power of ten no longer fits beside the digits in an int. */
  private static final long MAX_EXPONENT = 100_000_000;

  private static final String SIGNS = "+-\u2212\uFF0D\uFE63";
  private static final String CURRENCIES = "$\u20AC\u00A3\u00A5";

  private final String text;

  /** Of the number that was found last. */
  private int start;

  private int end;

  /** Where the denominator starts, or -1. */
  private int denominator;

  private NumberReader(String text) {
    this.text = text;
  }

  /** The first number, or null where there is none. */
  static @Nullable ReadNumber first(String text) {
    NumberReader reader = new NumberReader(text);
    return reader.next() ? reader.number() : null;
  }

  /** The last number, or null where there is none. */
  static @Nullable ReadNumber last(String text) {
    NumberReader reader = new NumberReader(text);
    int start = -1;
    int end = -1;
    int denominator = -1;
    while (reader.next()) {
      start = reader.start;
      end = reader.end;
      denominator = reader.denominator;
    }
    reader.start = start;
    reader.end = end;
    reader.denominator = denominator;
    return start < 0 ? null : reader.number();
  }

  private boolean next() {
    for (int i = end; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (digit(i) >= 0 || startsWithPoint(i)) {
        start = signedStart(i);
        end = unsignedEnd(i);
        denominator = -1;
        boolean inDate = i > 1 && text.charAt(i - 1) == '/' && isWord(i - 1);
        if (!inDate && isAt('/', end) && digit(end + 1) >= 0) {
          int fractionEnd = unsignedEnd(end + 1);
          boolean date = isAt('/', fractionEnd) && digit(fractionEnd + 1) >= 0;
          if (!date && parse(end + 1, fractionEnd).signum() != 0) {
            denominator = end + 1;
            end = fractionEnd;
          }
        }
        return true;
      }
    }
    return false;
  }

  private ReadNumber number() {
    BigDecimal value;
    if (denominator < 0) {
      value = parse(start, end);
    } else {
      value = parse(start, denominator - 1).divide(parse(denominator, end), PRECISION);
    }
    return new ReadNumber(value, text.substring(start, end));
  }

  private boolean startsWithPoint(int i) {
    return isAt('.', i) && digit(i + 1) >= 0 && !isWord(i) && (i == 0 || !isAt('.', i - 1));
  }

  private int signedStart(int i) {
    int first = i;
    if (first > 0 && CURRENCIES.indexOf(text.charAt(first - 1)) >= 0) {
      first--;
    }
    boolean signed =
        first > 0
            && SIGNS.indexOf(text.charAt(first - 1)) >= 0
            && !isWord(first - 1)
            && (first == 1 || !isAt(')', first - 2));
    return signed ? first - 1 : first;
  }

  private int unsignedEnd(int from) {
    int i = digitsEnd(from);
    if (text.codePointCount(from, i) <= 3) {
      while (isAt(',', i) && text.codePointCount(i + 1, digitsEnd(i + 1)) == 3) {
        i = digitsEnd(i + 1);
      }
    }
    if (isAt('.', i) && digit(i + 1) >= 0) {
      i = digitsEnd(i + 1);
    }
    return exponentEnd(i);
  }

  private int exponentEnd(int i) {
    if (!isAt('e', i) && !isAt('E', i)) {
      return i;
    }
    int digits = i + 1 < text.length() && SIGNS.indexOf(text.charAt(i + 1)) >= 0 ? i + 2 : i + 1;
    int exponentEnd = digitsEnd(digits);
    boolean exponent =
        exponentEnd > digits
            && !(exponentEnd < text.length() && Character.isLetter(text.codePointAt(exponentEnd)));
    return exponent ? exponentEnd : i;
  }

  private int digitsEnd(int from) {
    int i = from;
    while (digit(i) >= 0) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  private int digit(int i) {
    return i < text.length() ? Character.digit(text.codePointAt(i), 10) : -1;
  }

  private boolean isAt(char c, int i) {
    return i < text.length() && text.charAt(i) == c;
  }

  /** Is there a letter or a digit right before this place? */
  private boolean isWord(int i) {
    return i > 0 && Character.isLetterOrDigit(text.codePointBefore(i));
  }

  /** The value of a number without a fraction. */
  private BigDecimal parse(int from, int to) {
    StringBuilder significant = new StringBuilder();
    boolean negative = false;
    boolean afterPoint = false;
    long exponent = 0;
    int i = from;
    while (i < to) {
      int c = text.codePointAt(i);
      int digit = Character.digit(c, 10);
      if (c == 'e' || c == 'E') {
        exponent += parseExponent(i + 1, to);
        break;
      }
      if (c == '.') {
        afterPoint = true;
      } else if (digit >= 0) {
        boolean leadingZero = digit == 0 && significant.isEmpty();
        boolean kept = significant.length() < PRECISION.getPrecision();
        if (kept && !leadingZero) {
          significant.append((char) ('0' + digit));
        }
        if (afterPoint && kept) {
          exponent--;
        } else if (!afterPoint && !kept) {
          exponent++;
        }
      } else if (SIGNS.indexOf(c) > 0) {
        negative = true;
      }
      i += Character.charCount(c);
    }
    if (significant.isEmpty()) {
      return BigDecimal.ZERO;
    }
    long power = Math.clamp(exponent, -MAX_EXPONENT, MAX_EXPONENT);
    BigDecimal value = new BigDecimal(new BigInteger(significant.toString()), (int) -power);
    return negative ? value.negate() : value;
  }

  private long parseExponent(int from, int to) {
    boolean negative = SIGNS.indexOf(text.charAt(from)) > 0;
    long exponent = 0;
    for (int i = from; i < to; i += Character.charCount(text.codePointAt(i))) {
      int digit = digit(i);
      if (digit >= 0) {
        exponent = Math.min(10 * exponent + digit, 10 * MAX_EXPONENT);
      }
    }
    return negative ? -exponent : exponent;
  }
}
