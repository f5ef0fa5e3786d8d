package org.gale.engine.storm.virtual;

import java.util.Arrays;
import java.util.BitSet;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.topology.Topology;

/**
 * Events that vectors hold, in the order in which they came, each with its intended time. Owned by one thread.
 * <pre>
 *   trigger --- the vector is open ---------------------------------> raised
 *          `--- masked, or without a route --> held --> let go -----> raised
 *                                               `-- triggered again: merges
 * </pre>
 */
final class HeldEvents
{
    private static final int NONE = -1;

    private final Machine machine;
    private final int[] firsts;                                     // index of the first event of each device
    private final int[] places;                                     // by index: in the lists, or NONE
    private final long[] words;
    private final long[] intendedNs;
    private final boolean[] areOfMigrations;
    private int count;
    private final BitSet changedVms = new BitSet();

    HeldEvents(final Topology topology, final Machine machine)
    {
        this.machine = machine;
        this.firsts = new int[topology.totalDevices()];
        int all = 0;
        for (int device = 0; device < firsts.length; device++)
        {
            firsts[device] = all;
            all += topology.events(device);
        }
        this.places = new int[all];
        Arrays.fill(places, NONE);
        this.words = new long[all];
        this.intendedNs = new long[all];
        this.areOfMigrations = new boolean[all];
    }

    /** Taker of events that are let go. */
    @FunctionalInterface
    interface Taker
    {
        /** Takes an event, which is a message from now on. */
        void released(long word, long intendedNs, boolean isOfMigration);
    }

    /** Returns whether the vector of an event that was triggered holds it. */
    boolean isHeld(final long word)
    {
        final FunctionAccounts functions = machine.functions();

        return functions.isHeld(Commands.msiDeviceId(word), Commands.msiEventId(word));
    }

    /** Returns whether the vector of an event would hold it. */
    boolean isShut(final long word)
    {
        final int device = Commands.msiDeviceId(word);
        final FunctionAccounts functions = machine.functions();

        return functions.vector(device, Commands.msiEventId(word)).isShut(functions.function(device));
    }

    /**
     * Adds an event that its vector holds.
     *
     * @param isOfMigration whether its VM migrates
     * @return false if it merges with one that is held
     */
    boolean add(final long word, final long ns, final boolean isOfMigration)
    {
        final int index = firsts[Commands.msiDeviceId(word)] + Commands.msiEventId(word);
        if (places[index] != NONE)
        {
            return false;
        }
        places[index] = count;
        words[count] = word;
        areOfMigrations[count] = isOfMigration;
        intendedNs[count++] = ns;

        return true;
    }

    /** Notes that an action on a function or on the pin of a VM was applied. */
    void changed(final int vm)
    {
        changedVms.set(vm);
    }

    /** {@return a VM of an action, each once; a negative number for none} */
    int takeChanged()
    {
        final int vm = changedVms.nextSetBit(0);
        if (vm >= 0)
        {
            changedVms.clear(vm);
        }

        return vm;
    }

    /** Gives the events that no vector holds any more to a taker. */
    void release(final Taker taker)
    {
        int left = 0;
        final int before = count;
        for (int i = 0; i < before; i++)
        {
            final long word = words[i];
            final long ns = intendedNs[i];
            final boolean isOfMigration = areOfMigrations[i];
            final int index = firsts[Commands.msiDeviceId(word)] + Commands.msiEventId(word);
            if (isHeld(word))
            {
                places[index] = left;
                words[left] = word;
                areOfMigrations[left] = isOfMigration;
                intendedNs[left++] = ns;
            }
            else
            {
                places[index] = NONE;
                taker.released(word, ns, isOfMigration);
            }
        }
        count = left;
    }
}
