/** The rules of the house, each with its reason. */
@NullMarked
package dev.researchlab.architecture;

import org.jspecify.annotations.NullMarked;
