package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** VMs of a journal by their numbers, which change as they migrate, and the messages that wait meanwhile. */
final class MigratedNumbers
{
    private static final int SAVE = 3;
    private static final int DESTROY = 4;
    private static final int RESTORE = 5;
    private static final int RESUME = 6;
    private static final int OVER = 7;
    private static final int NONE = -1;
    /** Part of a failure that says which step, and part that says that it fails twice. */
    private static final int STEP_MASK = 7;

    private final boolean areIdsUsedAgain;
    private final Map<Integer, Integer> vms = new HashMap<>();
    private final List<Long> held = new ArrayList<>();
    private int created;
    private int source;
    private int successor = NONE;
    private int vm;
    private int done = OVER;
    private int failing;

    /** @param areIdsUsedAgain true if a VM gets the lowest id that is free, false if ids count on */
    MigratedNumbers(final boolean areIdsUsedAgain)
    {
        this.areIdsUsedAgain = areIdsUsedAgain;
    }

    /**
     * Begins a migration by its first step.
     *
     * @param number of the VM
     * @param ofJob  VMs that the job has
     * @param asked  step that fails, and 8 if it does so twice; 0 for none
     * @return the VM
     */
    int begin(final int number, final int ofJob, final int asked)
    {
        for (; created < ofJob; created++)
        {
            vms.put(created, created);
        }
        source = number;
        successor = NONE;
        vm = vms.get(number);
        failing = asked;
        done = 0;
        held.clear();
        step();

        return vm;
    }

    /** Returns whether a step is left, or the command that ends a migration. */
    boolean isUnderWay()
    {
        return done != OVER;
    }

    /** Returns whether messages of a VM wait, on a host whose steps up to the save let them pass. */
    boolean isHolding(final int ofVm)
    {
        return done >= SAVE && done < RESUME && ofVm == vm;
    }

    /** Takes the key of a message that waits. */
    void hold(final long key)
    {
        held.add(key);
    }

    /** Carries out a step; returns the keys of the messages that are sent by the command behind the last one. */
    List<Long> step()
    {
        final int step = done + 1;
        if (step <= RESUME && (failing & STEP_MASK) == step)
        {
            failing = failing > STEP_MASK ? failing & STEP_MASK : 0;
            done = step <= SAVE ? OVER : DESTROY;
            drop();
        }
        else
        {
            done = step;
            if (step == RESTORE)
            {
                successor = areIdsUsedAgain ? lowestFree() : created++;
                vms.put(successor, vm);
            }
        }
        if (done == OVER && successor != NONE)
        {
            vms.remove(source);
        }

        return done == OVER ? List.copyOf(held) : List.of();
    }

    private void drop()
    {
        if (successor != NONE)
        {
            vms.remove(successor);
        }
        successor = NONE;
    }

    private int lowestFree()
    {
        int number = 0;
        while (number == source || vms.containsKey(number))
        {
            number++;
        }

        return number;
    }
}
