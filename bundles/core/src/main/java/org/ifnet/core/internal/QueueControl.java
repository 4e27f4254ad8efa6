package org.ifnet.core.internal;

import java.util.HashMap;
import java.util.Map;

import org.ifnet.Errno;
import org.ifnet.Ifnet;
import org.ifnet.IfnetException;
import org.ifnet.control.ControlRecord;
import org.ifnet.control.Credential;
import org.ifnet.control.IfqControl;
import org.ifnet.ifq.DisciplineSpec;
import org.ifnet.ifq.Ifq;
import org.ifnet.ifq.QueueChoice;
import org.ifnet.ifq.Regulator;
import org.ifnet.ifq.SubqueueMap;
import org.jspecify.annotations.Nullable;

/** Explicit changes of transmit queues: each is carried out, noted as a choice, and told to control listeners. */
final class QueueControl implements IfqControl {
    private final Parts parts;
    private final ControlEntry entry;
    private final Records records;

    QueueControl(Parts parts, ControlEntry entry, Records records) {
        this.parts = parts;
        this.entry = entry;
        this.records = records;
    }

    /** A change of a queue, and what is chosen then. */
    private interface Work {
        QueueChoice on(CoreIfnet ifnet, QueueChoice before) throws IfnetException;
    }

    private void change(Credential who, String what, Ifnet ifnet, Work work) throws IfnetException {
        entry.change(who, what, ifnet, known -> {
            QueueChoice chosen = work.on(known, known.queueChoice());
            known.queueChoice(chosen);
            entry.changed(known, "queue");
            records.emit(new ControlRecord.Queue(who.who(), known.name(), chosen));
        });
    }

    @Override
    public QueueChoice choice(Ifnet ifnet) throws IfnetException {
        if (ifnet instanceof CoreIfnet known) {
            return known.queueChoice();
        }
        throw IfnetException.noSuchInterface(ifnet.name());
    }

    @Override
    public void setLimit(Credential who, Ifnet ifnet, int packets, long bytes) throws IfnetException {
        change(who, "limit the queue", ifnet, (known, before) -> {
            limit(known, packets, bytes);
            return before.withLimit(packets, bytes);
        });
    }

    private void limit(CoreIfnet ifnet, int packets, long bytes) throws IfnetException {
        if (packets < 0 || bytes < 0) {
            throw new IfnetException(
                    Errno.EINVAL,
                    ifnet.name() + ": a queue of " + packets + " packets and " + bytes + " bytes cannot be");
        }
        Ifq queue = ifnet.queue();
        queue.maxLength(packets == 0 ? parts.settings().queueLength() : packets);
        if (bytes != 0) {
            queue.maxBytes(bytes);
        }
    }

    @Override
    public void setMap(Credential who, Ifnet ifnet, SubqueueMap map) throws IfnetException {
        change(who, "change the map", ifnet, (known, before) -> {
            known.queue().map(map);
            return before.withMap(map);
        });
    }

    @Override
    public void setOwner(Credential who, Ifnet ifnet, int subqueue, int cpu) throws IfnetException {
        change(who, "change the owner of a subqueue", ifnet, (known, before) -> {
            checkOwner(known, subqueue, cpu);
            known.queue().owner(subqueue, cpu);
            Map<Integer, Integer> owners = new HashMap<>(before.owners());
            owners.put(subqueue, cpu);
            return before.withOwners(owners);
        });
    }

    private void checkOwner(CoreIfnet ifnet, int subqueue, int cpu) throws IfnetException {
        int count = ifnet.queue().count();
        int cpus = parts.netisr().cpus();
        if (subqueue < 0 || subqueue >= count || cpu < 0 || cpu >= cpus) {
            throw new IfnetException(
                    Errno.EINVAL,
                    ifnet.name() + ": subqueue " + subqueue + " of " + count + " on netisr " + cpu + " of " + cpus);
        }
    }

    @Override
    public int purge(Credential who, Ifnet ifnet) throws IfnetException {
        int[] dropped = new int[1];
        entry.change(
                who,
                "purge the queue",
                ifnet,
                known -> dropped[0] = known.queue().purge());
        return dropped[0];
    }

    @Override
    public void attachDiscipline(Credential who, Ifnet ifnet, DisciplineSpec spec) throws IfnetException {
        change(who, "attach a discipline", ifnet, (known, before) -> {
            known.queue().attachDiscipline(spec);
            return before.withDiscipline(spec, before.enabled());
        });
    }

    @Override
    public void changeDiscipline(Credential who, Ifnet ifnet, Change change) throws IfnetException {
        change(who, "change the discipline", ifnet, (known, before) -> {
            DisciplineSpec old = known.queue().discipline();
            if (old == null) {
                throw new IfnetException(Errno.ENOENT, known.name() + " has no discipline to change");
            }
            DisciplineSpec spec = change.of(old);
            known.queue().attachDiscipline(spec);
            return before.withDiscipline(spec, before.enabled());
        });
    }

    @Override
    public void detachDiscipline(Credential who, Ifnet ifnet) throws IfnetException {
        change(who, "detach the discipline", ifnet, (known, before) -> {
            known.queue().detachDiscipline();
            return before.withDiscipline(null, false);
        });
    }

    @Override
    public void enableDiscipline(Credential who, Ifnet ifnet) throws IfnetException {
        change(who, "enable the discipline", ifnet, (known, before) -> {
            known.queue().enableDiscipline();
            return before.withDiscipline(before.discipline(), true);
        });
    }

    @Override
    public void disableDiscipline(Credential who, Ifnet ifnet) throws IfnetException {
        change(who, "disable the discipline", ifnet, (known, before) -> {
            known.queue().disableDiscipline();
            return before.withDiscipline(before.discipline(), false);
        });
    }

    @Override
    public void setRegulator(Credential who, Ifnet ifnet, @Nullable Regulator regulator) throws IfnetException {
        change(who, "change the regulator", ifnet, (known, before) -> {
            checkRegulator(known, regulator);
            known.queue().regulate(regulator);
            return before.withRegulator(regulator);
        });
    }

    private static void checkRegulator(CoreIfnet ifnet, @Nullable Regulator r) throws IfnetException {
        if (r != null && (r.bandwidth() < 1 || r.depth() < 1 || r.depth() > Regulator.MAX_DEPTH)) {
            throw new IfnetException(
                    Errno.EINVAL,
                    ifnet.name() + ": a regulator of " + r.bandwidth() + " bit/s and " + r.depth()
                            + " bytes; 1 bit/s and 1 to " + Regulator.MAX_DEPTH + " bytes can be");
        }
    }

    @Override
    public void choose(Credential who, Ifnet ifnet, QueueChoice choice) throws IfnetException {
        change(who, "change the queue", ifnet, (known, before) -> {
            for (Map.Entry<Integer, Integer> owner : choice.owners().entrySet()) {
                checkOwner(known, owner.getKey(), owner.getValue());
            }
            checkRegulator(known, choice.regulator());
            limit(known, choice.maxLength(), choice.maxBytes());
            Ifq queue = known.queue();
            SubqueueMap map = choice.map();
            queue.map(map == null ? SubqueueMap.FLOW : map);
            choice.owners().forEach(queue::owner);
            if (choice.regulator() != null || queue.regulator() != null) {
                queue.regulate(choice.regulator());
            }
            queue.wantDiscipline(choice.discipline(), choice.enabled());
            return choice;
        });
    }
}
