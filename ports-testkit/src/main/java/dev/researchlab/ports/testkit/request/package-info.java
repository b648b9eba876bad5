/** What every store of requests does. */
@NullMarked
package dev.researchlab.ports.testkit.request;

import org.jspecify.annotations.NullMarked;
