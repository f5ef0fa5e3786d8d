package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** VMs of a journal by their numbers, which change as they migrate, and the messages that wait meanwhile. */
final class MigratedNumbers
{
    /** Steps behind which messages wait: those of a GICv4 host, and all that a journal has of KVM's. */
    private static final int SAVED = 2;
    private static final int ENDED = 6;

    private final Map<Integer, Integer> vms = new HashMap<>();
    private final List<Long> held = new ArrayList<>();
    private int created;
    private int vm;
    private int steps = ENDED;

    /** Begins a migration of the VM of a number, and returns the VM. */
    int begin(final int number, final int ofJob)
    {
        created = Math.max(created, ofJob);
        vm = vms.getOrDefault(number, number);
        vms.put(created++, vm);
        steps = 0;

        return vm;
    }

    boolean isOpen()
    {
        return steps < ENDED;
    }

    /** Returns whether messages of a VM wait. */
    boolean isHolding(final int ofVm)
    {
        return isOpen() && ofVm == vm && steps >= SAVED;
    }

    /** Takes the key of a message that waits. */
    void hold(final long key)
    {
        held.add(key);
    }

    /** Carries out a step; returns the keys of the messages that were sent by the last one, which has ended it. */
    List<Long> step()
    {
        steps++;
        final List<Long> sent = isOpen() ? List.of() : List.copyOf(held);
        if (!isOpen())
        {
            held.clear();
        }

        return sent;
    }
}
