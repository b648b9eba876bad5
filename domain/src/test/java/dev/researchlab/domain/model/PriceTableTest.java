package dev.researchlab.domain.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceTableTest {

  private static PriceTable.Entry entry(String model, int input) {
    return new PriceTable.Entry(
        "openai", model, new TokenPrice(BigDecimal.valueOf(input), BigDecimal.ZERO));
  }

  private static int price(PriceTable table, String model) {
    return table
        .price(ModelSpecification.of("openai", model))
        .map(price -> price.inputPerMillion().intValueExact())
        .orElse(-1);
  }

  @Test
  void takesTheNameBeforePatternsAndTheLongestPattern() {
    PriceTable table =
        new PriceTable("1", List.of(entry("a-*", 1), entry("a-mini*", 2), entry("a-mini", 3)));

    assertThat(price(table, "a-mini")).isEqualTo(3);
    assertThat(price(table, "a-mini-2")).isEqualTo(2);
    assertThat(price(table, "a-big")).isEqualTo(1);
    assertThat(price(table, "b")).isEqualTo(-1);
  }

  @Test
  void winsOverTheTableUnderIt() {
    PriceTable builtIn = new PriceTable("1", List.of(entry("a-mini*", 1), entry("b", 2)));
    PriceTable own = new PriceTable("2", List.of(entry("a*", 3)));

    PriceTable both = builtIn.under(own);

    assertThat(price(both, "a-mini")).isEqualTo(3);
    assertThat(price(both, "b")).isEqualTo(2);
    assertThat(both.version()).isEqualTo("2 over 1");
  }

  @Test
  void knowsNothingOfAnAddressOfTheUsersOwn() {
    PriceTable table = new PriceTable("1", List.of(entry("a", 1)));

    assertThat(
            table.price(
                ModelSpecification.of("openai", "a")
                    .withEndpoint(URI.create("http://127.0.0.1:1/v1"))))
        .isEmpty();
  }
}
