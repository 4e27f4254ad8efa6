/**
 * The heart: {@link org.ifnet.core.internal.Core} assembles it. An interface ({@link
 * org.ifnet.core.internal.CoreIfnet}) is created and removed by {@link org.ifnet.core.internal.Lifecycle}; a driver is
 * bound to it by a {@link org.ifnet.core.internal.Binding}; services become drivers through {@link
 * org.ifnet.core.internal.Whiteboard}.
 */
@org.jspecify.annotations.NullMarked
package org.ifnet.core.internal;
