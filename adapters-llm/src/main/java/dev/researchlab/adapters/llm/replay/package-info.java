/** Models whose answers were recorded earlier. */
@NullMarked
package dev.researchlab.adapters.llm.replay;

import org.jspecify.annotations.NullMarked;
