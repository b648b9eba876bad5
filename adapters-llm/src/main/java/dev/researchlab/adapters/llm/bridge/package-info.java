/** Providers whose protocols LangChain4j knows, over the lab's own transport. */
@NullMarked
package dev.researchlab.adapters.llm.bridge;

import org.jspecify.annotations.NullMarked;
