/** Models behind Anthropic's Messages API. */
@NullMarked
package dev.researchlab.adapters.llm.anthropic;

import org.jspecify.annotations.NullMarked;
