package dev.researchlab.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.researchlab.simulator.Fault;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderCommandTest {

  @Test
  void explainsItselfWithoutAComplaintOfTheHelpFormatter() {
    CommandLineCall help = CommandLineCall.of("provider", "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("rates 5% or 0.05", "--fault server_error=2%\n");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void namesEveryKindOfFault() {
    assertThat(CommandLineCall.of("provider", "--help").out())
        .contains(Arrays.stream(Fault.values()).map(Fault::key).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--fault=rate_limt=5% | did you mean 'rate_limit'",
        "--fault=rate_limit=often | expected a rate such as 5% or 0.05, found 'often'",
        "--fault=rate_limit=105% | must be between 0 and 1",
        "--latency=5 | expected a duration such as 500ms",
        "--quota=-1 | quota must be",
        "--token-quota=0.5 | token quota must be",
        "--slots=-1 | slots must not be negative",
        "--faults-until=0 | not end before they begin",
        "--port=70000 | port must be between",
        "--answers=nowhere.jsonl | --answers needs --answers-key and --answers-text",
        "--api-key-env=NOT_SET_ANYWHERE | NOT_SET_ANYWHERE is not set",
        "--lateny=5ms | did you mean '--latency'",
        "extra | unexpected argument 'extra'"
      })
  void refusesBadInputInALineThatNamesIt(String argument, String named) {
    CommandLineCall call = CommandLineCall.of("provider", argument);

    assertThat(call.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(call.err().lines().findFirst()).get().asString().startsWith("lab: ").contains(named);
    assertThat(call.err()).doesNotContain("\tat ");
  }
}
