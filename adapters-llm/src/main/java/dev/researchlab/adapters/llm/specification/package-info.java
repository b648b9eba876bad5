/** Reading what a model specification says. */
@NullMarked
package dev.researchlab.adapters.llm.specification;

import org.jspecify.annotations.NullMarked;
