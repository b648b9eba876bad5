/** Models behind an OpenAI-compatible chat endpoint. */
@NullMarked
package dev.researchlab.adapters.llm.openai;

import org.jspecify.annotations.NullMarked;
