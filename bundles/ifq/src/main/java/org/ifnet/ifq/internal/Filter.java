package org.ifnet.ifq.internal;

import org.ifnet.Errno;
import org.ifnet.IfnetException;
import org.ifnet.ifq.Classifier;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;
import org.ifnet.ifq.DisciplineSpec.Matches;
import org.ifnet.mbuf.Mbuf;

/** One filter, understood: a question about a packet, and the class of those for which the answer is yes. */
record Filter(Classifier.Match match, int cls) {
    private static final int MAX_DSCP = 63;
    private static final int MAX_TYPE = 0xffff;

    /** EINVAL for what makes no sense; {@code classifiers} are asked for words that are not ours. */
    static Filter of(FilterSpec spec, int cls, int linkHeader, Classifiers classifiers) throws IfnetException {
        if (cls < 0) {
            throw new IfnetException(Errno.EINVAL, "filter " + text(spec) + ": no class " + spec.className());
        }
        return new Filter(match(spec, linkHeader, classifiers), cls);
    }

    private static Classifier.Match match(FilterSpec spec, int linkHeader, Classifiers classifiers)
            throws IfnetException {
        switch (spec.match()) {
            case Matches.DSCP:
                int dscp = number(spec, spec.value(), 0, MAX_DSCP);
                return m -> PacketFields.dscp(m, linkHeader) == dscp;
            case Matches.ETHERTYPE:
                int type = number(spec, spec.value(), 0, MAX_TYPE);
                return m -> PacketFields.etherType(m, linkHeader) == type;
            case Matches.TAG:
                int tag = number(spec, spec.value(), 1, Integer.MAX_VALUE);
                return m -> m.tag() == tag;
            case Matches.FLOW:
                return flow(spec);
            default:
                return classifiers.match(spec);
        }
    }

    private static Classifier.Match flow(FilterSpec spec) throws IfnetException {
        int slash = spec.value().indexOf('/');
        if (slash < 0) {
            throw new IfnetException(Errno.EINVAL, "filter " + text(spec) + ": a flow is N/M, hash modulo M equal N");
        }
        int modulus = number(spec, spec.value().substring(slash + 1), 1, 1 << 16);
        int rest = number(spec, spec.value().substring(0, slash), 0, modulus - 1);
        return m -> m.has(Mbuf.HASH) && Integer.remainderUnsigned(m.flowHash(), modulus) == rest;
    }

    private static int number(FilterSpec spec, String value, int least, int most) throws IfnetException {
        try {
            int n = Integer.decode(value);
            if (n >= least && n <= most) {
                return n;
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw new IfnetException(
                Errno.EINVAL, "filter " + text(spec) + ": '" + value + "' is not " + least + " to " + most);
    }

    static String text(FilterSpec spec) {
        return spec.match() + " " + spec.value() + " class " + spec.className();
    }
}
