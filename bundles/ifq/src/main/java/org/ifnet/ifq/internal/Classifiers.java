package org.ifnet.ifq.internal;

import org.ifnet.IfnetException;
import org.ifnet.ifq.Classifier;
import org.ifnet.ifq.DisciplineSpec.FilterSpec;

/** The classifiers of others, by name. */
interface Classifiers {
    /** EINVAL when nobody offers such a match, or it does not like the value. */
    Classifier.Match match(FilterSpec spec) throws IfnetException;
}
