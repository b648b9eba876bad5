/** One type that an older library still looks for; see docs/decisions/0006. */
@NullMarked
package io.helidon.builder.api;

import org.jspecify.annotations.NullMarked;
