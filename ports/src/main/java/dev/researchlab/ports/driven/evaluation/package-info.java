/** Where evaluations are kept. */
@NullMarked
package dev.researchlab.ports.driven.evaluation;

import org.jspecify.annotations.NullMarked;
