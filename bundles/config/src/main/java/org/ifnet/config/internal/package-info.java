/** Wanted state: what was asked for, and asking for it again. Start at {@link org.ifnet.config.internal.WantedState}. */
@org.jspecify.annotations.NullMarked
package org.ifnet.config.internal;
