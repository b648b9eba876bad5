package dev.researchlab.domain.metric;

import dev.researchlab.domain.InvalidException;
import dev.researchlab.domain.dataset.Sample;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Is what a regular expression captures in the answer one of the expected answers? Where none is
 * expected: does it match at all?
 */
record RegexMatch(
    MetricDefinition definition, Pattern pattern, int group, boolean last, boolean ignoreCase)
    implements Metric {

  private static final int LONGEST_PATTERN = 10_000;

  static RegexMatch of(MetricDefinition definition) {
    Parameters parameters = Parameters.of(definition, "pattern", "group", "match", "ignore_case");
    boolean ignoreCase = parameters.flag("ignore_case", false);
    Pattern pattern = compile(parameters, ignoreCase);
    boolean last =
        switch (parameters.text("match", "first")) {
          case "first" -> false;
          case "last" -> true;
          default -> throw parameters.wrong("match", "it is first or last");
        };
    return new RegexMatch(definition, pattern, group(parameters, pattern), last, ignoreCase);
  }

  private static Pattern compile(Parameters parameters, boolean ignoreCase) {
    int flags = Pattern.UNICODE_CHARACTER_CLASS;
    if (ignoreCase) {
      flags |= Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    }
    String pattern = parameters.required("pattern");
    if (pattern.length() > LONGEST_PATTERN) {
      throw parameters.wrong(
          "pattern", "it has more than %,d characters".formatted(LONGEST_PATTERN));
    }
    try {
      return Pattern.compile(pattern, flags);
    } catch (PatternSyntaxException e) {
      throw parameters.wrong(
          "pattern",
          "it is no regular expression, %s near character %d"
              .formatted(e.getDescription(), e.getIndex() + 1));
    } catch (StackOverflowError e) {
      // The parser recurses once for each open group; the stack is unwound here.
      throw new InvalidException("pattern", "nests too many groups in each other");
    }
  }

  private static int group(Parameters parameters, Pattern pattern) {
    int count = pattern.matcher("").groupCount();
    String group = parameters.text("group");
    if (group == null) {
      return Math.min(1, count);
    }
    Integer named = pattern.namedGroups().get(group);
    if (named != null) {
      return named;
    }
    for (int number = 0; number <= count; number++) {
      if (group.equals(String.valueOf(number))) {
        return number;
      }
    }
    throw parameters.wrong(
        "group",
        "the pattern has no such group"
            + Parameters.suggestion(group, pattern.namedGroups().keySet())
            + ", only 0 to "
            + count);
  }

  @Override
  public Scale scale() {
    return Scale.BINARY;
  }

  @Override
  public Score score(Answer answer, Sample sample) {
    String captured;
    try {
      captured = capture(answer.text());
    } catch (LimitedText.LimitExceededException e) {
      return new Score.Unscored(
          "the pattern backtracks too much on this answer: it was given up after "
              + e.steps()
              + " steps");
    } catch (StackOverflowError e) {
      // Alternatives under a quantifier recurse once for each repetition; the stack is unwound
      // here.
      return new Score.Unscored("the pattern nests too deeply on this answer");
    }
    if (captured == null) {
      return Score.correct(false, null);
    }
    return Score.correct(sample.expected().isEmpty() || isExpected(captured, sample), captured);
  }

  private @Nullable String capture(String answer) {
    Matcher matcher = pattern.matcher(new LimitedText(answer));
    String captured = null;
    while (matcher.find()) {
      captured = matcher.group(group);
      if (!last) {
        break;
      }
    }
    return captured == null ? null : Normalization.strip(captured);
  }

  private boolean isExpected(String captured, Sample sample) {
    for (String expected : sample.expected()) {
      String wanted = Normalization.strip(expected);
      if (captured.equals(wanted)
          || (ignoreCase && Normalization.fold(captured).equals(Normalization.fold(wanted)))) {
        return true;
      }
    }
    return false;
  }
}
