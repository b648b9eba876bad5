/** Statistical procedures as configured immutable objects; each number with its uncertainty. */
@NullMarked
package dev.researchlab.domain.statistics;

import org.jspecify.annotations.NullMarked;
