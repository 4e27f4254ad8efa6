@org.jspecify.annotations.NullMarked
package org.ifnet.shell.karaf.internal;
