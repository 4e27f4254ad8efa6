/** What staging saves in front of a real device. */
@org.jspecify.annotations.NullMarked
package org.ifnet.benchmark.stage;
