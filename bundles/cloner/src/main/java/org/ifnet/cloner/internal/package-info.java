/** Making pseudo-interfaces: {@link org.ifnet.cloner.internal.CloneEngine} is the place to start. */
@org.jspecify.annotations.NullMarked
package org.ifnet.cloner.internal;
