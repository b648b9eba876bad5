package dev.researchlab.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.researchlab.domain.InvalidException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TokenPriceTest {

  @Test
  void costsExactly() {
    TokenPrice price = new TokenPrice(new BigDecimal("0.15"), new BigDecimal("0.60"));
    assertThat(price.cost(new TokenUsage(1_000, 7)))
        .isEqualByComparingTo(new BigDecimal("0.0001542"));
    assertThat(price.cost(new TokenUsage(0, 0))).isZero();
  }

  @Test
  void isNotNegative() {
    assertThatThrownBy(() -> new TokenPrice(new BigDecimal("-1"), BigDecimal.ZERO))
        .isInstanceOf(InvalidException.class)
        .hasMessage("input_per_million: must be 0 or more, not -1");
  }
}
