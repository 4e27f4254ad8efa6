/** The machinery behind {@link org.ifnet.netisr.Netisr} and {@link org.ifnet.netisr.Env}; see {@link NetisrEngine}. */
@org.jspecify.annotations.NullMarked
package org.ifnet.netisr.internal;
