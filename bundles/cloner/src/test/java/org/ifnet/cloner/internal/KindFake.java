package org.ifnet.cloner.internal;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.cloner.Clone;
import org.ifnet.cloner.Cloner;
import org.ifnet.driver.IfnetDriver;

/** A cloner with interfaces {@code tap0}, or {@code tap0a} and {@code tap0b}; the parameter "fail" makes it fail. */
record KindFake(String prefix, boolean pair, int minUnits, int maxUnit) implements Cloner {
    KindFake(String prefix) {
        this(prefix, false, 0, 0x7fff);
    }

    @Override
    public List<Clone> create(int unit, String params) throws IfnetException {
        if ("fail".equals(params)) {
            throw new IfnetException(Errno.ENOMEM, "no memory for " + prefix + unit);
        }
        if ("throw".equals(params)) {
            throw new IllegalStateException("broken");
        }
        List<Clone> clones = new ArrayList<>();
        for (String end : pair ? List.of("a", "b") : List.of("")) {
            clones.add(new Clone(prefix + unit + end, (IfnetDriver) Proxy.newProxyInstance(
                    KindFake.class.getClassLoader(), new Class<?>[] {IfnetDriver.class}, (self, method, args) -> {
                        throw new UnsupportedOperationException(method.getName());
                    })));
        }
        return clones;
    }
}
