/** Contract of the store of experiments, and fixtures of experiments. */
@NullMarked
package dev.researchlab.ports.testkit.experiment;

import org.jspecify.annotations.NullMarked;
