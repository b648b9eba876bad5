/** Models, what is asked of them and what they answer. */
@NullMarked
package dev.researchlab.domain.model;

import org.jspecify.annotations.NullMarked;
