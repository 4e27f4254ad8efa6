/** Two Ethernet interfaces back to back. */
@org.jspecify.annotations.NullMarked
package org.ifnet.pseudo.epair.internal;
