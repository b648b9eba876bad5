/** Contract of the store of evaluations, and fixtures of evaluations. */
@NullMarked
package dev.researchlab.ports.testkit.evaluation;

import org.jspecify.annotations.NullMarked;
