/** Contract of the audit log. */
@NullMarked
package dev.researchlab.ports.testkit.audit;

import org.jspecify.annotations.NullMarked;
