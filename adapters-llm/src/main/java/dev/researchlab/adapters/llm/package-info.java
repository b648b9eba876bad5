/** The kinds of model that the lab can ask, handed out in one place. */
@NullMarked
package dev.researchlab.adapters.llm;

import org.jspecify.annotations.NullMarked;
