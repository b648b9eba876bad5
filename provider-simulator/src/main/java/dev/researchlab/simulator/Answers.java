package dev.researchlab.simulator;

import org.jspecify.annotations.Nullable;

/** Gives the text of an answer by its {@link AnswerRule}. */
interface Answers {

  String answer(ChatRequest request);

  /** Reads the answer file of {@link AnswerRule.Recorded}, so it can fail. */
  static Answers of(AnswerRule rule, Counters counters) {
    return switch (rule) {
      case AnswerRule.Echo echo -> ChatRequest::lastUserMessage;
      case AnswerRule.Fixed fixed -> request -> fixed.text();
      case AnswerRule.Hash hash -> request -> PseudoText.of(request);
      case AnswerRule.Recorded recorded -> {
        RecordedAnswers answers = RecordedAnswers.read(recorded);
        yield request -> {
          @Nullable String answer = answers.find(request.lastUserMessage());
          if (answer == null) {
            counters.unmatched();
            return "no recorded answer";
          }
          return answer;
        };
      }
    };
  }
}
