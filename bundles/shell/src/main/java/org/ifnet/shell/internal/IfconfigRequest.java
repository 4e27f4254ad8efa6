package org.ifnet.shell.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;

/**
 * What the words behind an interface's name ask for. All are understood before the first is carried out, so that a
 * mistyped word changes nothing; then flags and values are set in the order of the words, then the medium, and the
 * address comes last.
 */
final class IfconfigRequest {
    private final List<IfconfigStep> steps = new ArrayList<>();
    private final MediaRequest media = new MediaRequest();
    private final AddressWords address = new AddressWords();

    private IfconfigRequest() {}

    static IfconfigRequest parse(List<String> words) throws IfnetException {
        IfconfigRequest request = new IfconfigRequest();
        Deque<String> rest = new ArrayDeque<>(words);
        while (!rest.isEmpty()) {
            request.word(rest.removeFirst(), rest);
        }
        request.address.check(request.steps.isEmpty() && request.media.isEmpty());
        return request;
    }

    private void word(String word, Deque<String> rest) throws IfnetException {
        List<String> values = new ArrayList<>();
        int count = IfconfigKeywords.VALUES.getOrDefault(word, 0);
        while (values.size() < count) {
            if (rest.isEmpty()) {
                throw new IfnetException(
                        Errno.EINVAL, "'" + word + "' requires " + (count == 1 ? "a value" : count + " values"));
            }
            values.add(rest.removeFirst());
        }
        if (!address.take(word, values) && !media.take(word, values)) {
            IfconfigStep step = IfconfigStep.parse(word, values);
            if (step != null) {
                steps.add(step);
            } else {
                address.takeAddress(word);
            }
        }
    }

    /**
     * Carries it out.
     *
     * @param done what this command has changed before, for the case that it fails now; grows
     */
    void apply(Platform platform, Ifnet ifnet, List<String> done) throws IfnetException {
        try {
            List<IfconfigStep> all = new ArrayList<>(steps);
            if (!media.isEmpty()) {
                all.add(media.resolve(platform, ifnet));
            }
            if (!address.isEmpty()) {
                all.add(address.step());
            }
            for (IfconfigStep step : all) {
                step.action().apply(platform, ifnet);
                done.add(step.words());
            }
        } catch (IfnetException e) {
            throw failure(e, ifnet, done);
        }
    }

    private static IfnetException failure(IfnetException e, Ifnet ifnet, List<String> done) {
        boolean gone = e.errno() == Errno.ENXIO && !ifnet.isAttached();
        String what = gone ? ifnet.name() + ": no such interface" : String.valueOf(e.getMessage());
        String before = done.isEmpty() ? "" : " (done before that: " + String.join(", ", done) + ")";
        return new IfnetException(e.errno(), what + before, e);
    }
}
