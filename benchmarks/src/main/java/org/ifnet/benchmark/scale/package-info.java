/** How the layer behaves with very many interfaces, beside the kernel in the same run. */
@org.jspecify.annotations.NullMarked
package org.ifnet.benchmark.scale;
