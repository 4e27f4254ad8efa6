/** Disciplines: a component and its scheduler each, under the rules of {@link org.ifnet.ifq.Scheduler}. */
@org.jspecify.annotations.NullMarked
package org.ifnet.altq.internal;
