/** Calls to providers over HTTP, whatever their protocol. */
@NullMarked
package dev.researchlab.adapters.llm.http;

import org.jspecify.annotations.NullMarked;
