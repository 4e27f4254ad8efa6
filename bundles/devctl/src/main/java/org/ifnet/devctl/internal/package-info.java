/** Device notices. */
@org.jspecify.annotations.NullMarked
package org.ifnet.devctl.internal;
