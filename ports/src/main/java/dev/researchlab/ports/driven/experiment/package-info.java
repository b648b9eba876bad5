/** Where experiments are kept. */
@NullMarked
package dev.researchlab.ports.driven.experiment;

import org.jspecify.annotations.NullMarked;
