/** Tap devices as drivers, and what makes them. */
@org.jspecify.annotations.NullMarked
package org.ifnet.driver.tap.internal;
