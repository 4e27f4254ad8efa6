/** The link layer of interfaces without a link header. */
@org.jspecify.annotations.NullMarked
package org.ifnet.rawlink.internal;
