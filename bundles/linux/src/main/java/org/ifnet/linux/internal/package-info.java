/** How the calls are made, and the waiter of netisrs on epoll. */
@org.jspecify.annotations.NullMarked
package org.ifnet.linux.internal;
