package dev.researchlab.client;

import java.math.BigDecimal;

/** US dollars for a million tokens. */
public record Price(BigDecimal inputPerMillion, BigDecimal outputPerMillion) {}
