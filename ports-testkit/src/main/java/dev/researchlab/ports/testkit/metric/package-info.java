/** Contract of the kinds of metrics. */
@NullMarked
package dev.researchlab.ports.testkit.metric;

import org.jspecify.annotations.NullMarked;
