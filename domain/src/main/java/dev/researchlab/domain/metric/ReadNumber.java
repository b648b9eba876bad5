package dev.researchlab.domain.metric;

import java.math.BigDecimal;

/**
 * A number read from a text.
 *
 * @param text as it was written, with its sign and currency
 */
record ReadNumber(BigDecimal value, String text) {}
