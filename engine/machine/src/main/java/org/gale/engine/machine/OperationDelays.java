package org.gale.engine.machine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.collections.Long2LongHashMap;
import org.gale.engine.config.DelaySchedule;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.StateStream;

/**
 * Delays of operations that take effect later. Without {@code ops.seed} and {@code ops.schedule} all are equal. With a
 * seed, the delay of an operation is a function of the seed, its kind, its place and its ordinal there, so that no
 * other operation changes it. Polls are no operations. Some seeds leave all operations of a kind without a delay, and
 * others give them short ones. Owned by the machine's thread.
 */
public final class OperationDelays
{
    /** Limit of the places whose operations are numbered apart; those of further places are numbered together. */
    public static final int PLACE_LIMIT = 1 << 16;

    private static final int SCALE = 8;
    private static final long AVALANCHE_1 = 0xff51afd7ed558ccdL;
    private static final long AVALANCHE_2 = 0xc4ceb9fe1a85ec53L;
    private static final long OVERFLOW = -1;

    private final int delay;
    private final int events;
    /** Seed, or null. */
    private final Long seed;
    /** Schedule, or null. */
    private final DelaySchedule schedule;
    private final Long2LongHashMap ordinals = new Long2LongHashMap(0);
    /** Operations that a block showed, and that have not begun yet, as the observer knows them; by name. */
    private final Map<String, LateOperation> shown = new HashMap<>();
    private LongSupplier command = () -> 0;
    private BlockView view = (address, block, lengthBytes) -> { };
    private OperationObserver observer;
    private LateOperation last;
    private String difference;

    private OperationDelays(final MachineConfig config)
    {
        delay = config.value(MachineKeys.OPS_DELAY);
        final Integer ofEvents = config.value(MachineKeys.OPS_EVENTS);
        events = ofEvents == null ? delay : ofEvents;
        seed = config.value(MachineKeys.OPS_SEED);
        schedule = config.value(MachineKeys.OPS_SCHEDULE);
    }

    /** Returns the delays of a machine at reset, or null if nothing is late there. */
    public static OperationDelays of(final MachineConfig config)
    {
        return config.value(MachineKeys.OPS_DELAY) == 0 ? null : new OperationDelays(config);
    }

    /** Returns whether each operation has a delay of its own. */
    public boolean areOwn()
    {
        return seed != null || schedule != null;
    }

    /** Returns the longest delay of any operation, commands. */
    public int longest()
    {
        return Math.max(Math.max(delay, events), schedule == null ? 0 : schedule.longest());
    }

    /** Sets the source of the number of the command that is applied. */
    public void numberedBy(final LongSupplier number)
    {
        command = number;
    }

    /** Sets the observer, which is no part of the state. */
    public void observedBy(final OperationObserver taker)
    {
        observer = taker;
    }

    /** Sets the view that changes a block of RAM into what software reads there. */
    public void viewedBy(final BlockView view)
    {
        this.view = view;
    }

    /**
     * Changes a block of RAM that was read into what software reads there. A query: the next operation of a place
     * decides, and is still the next one then.
     */
    public void view(final long address, final byte[] block, final int lengthBytes)
    {
        view.apply(address, block, lengthBytes);
    }

    /**
     * Returns the delay that the next operation of a place will have. A query; a place that the schedule does not have
     * gets 0.
     *
     * @param where number of the place among those of the kind
     * @param place kind and place in words
     */
    public int next(final LateKind kind, final long where, final String place)
    {
        final int ordinal = (int)Math.min(ordinals.get(known(kind, where)) + 1, Integer.MAX_VALUE);
        final int drawn = seed != null ? drawn(kind, where, ordinal) : schedule.delay(place, ordinal);
        if (observer != null && drawn != DelaySchedule.NONE && !shown.containsKey(place + '#' + ordinal))
        {
            final LateOperation operation =
                new LateOperation(kind, place, ordinal, drawn, command.getAsLong(), kind.order());
            shown.put(operation.name(), operation);
            observer.began(operation);
        }

        return drawn == DelaySchedule.NONE ? 0 : drawn;
    }

    /**
     * Returns the delay of the next operation of a place.
     *
     * @param where number of the place among those of the kind
     * @param place kind and place in words
     * @return commands after the one that began the operation
     */
    public int of(final LateKind kind, final long where, final Supplier<String> place)
    {
        return of(kind, where, place, kind::order);
    }

    /**
     * Returns the delay of the next operation of a place, which something of its own orders.
     *
     * @param where number of the place among those of the kind
     * @param place kind and place in words
     * @param order thing that software waits for, in words
     * @return commands after the one that began the operation
     */
    public int of(final LateKind kind, final long where, final Supplier<String> place, final Supplier<String> order)
    {
        last = null;
        if (!areOwn())
        {
            return kind.isOfEvents() ? events : delay;
        }
        final int ordinal = ordinal(kind, where);
        int drawn;
        if (seed != null)
        {
            drawn = drawn(kind, where, ordinal);
        }
        else
        {
            drawn = schedule.delay(place.get(), ordinal);
            if (drawn == DelaySchedule.NONE)
            {
                difference = difference == null ? place.get() + '#' + ordinal : difference;
                drawn = 0;
            }
        }
        if (observer != null)
        {
            final LateOperation begun =
                new LateOperation(kind, place.get(), ordinal, drawn, command.getAsLong(), order.get());
            last = shown.remove(begun.name());
            if (last == null)
            {
                last = begun;
                observer.began(last);
            }
        }

        return drawn;
    }

    /** Returns the operation whose delay was asked for last, or null if nobody observes. */
    public LateOperation last()
    {
        return last;
    }

    /** Says that an operation takes effect; null if nobody observed its begin. */
    public void acts(final LateOperation operation)
    {
        if (observer != null && operation != null)
        {
            observer.acted(operation, command.getAsLong());
        }
    }

    /** Says that an operation that takes effect reads a word of a table, as {@link OperationObserver#read}. */
    public void reads(final long address, final long word, final String rule)
    {
        if (observer != null)
        {
            observer.read(address, word, rule, command.getAsLong());
        }
    }

    /** Says that a software error was reported. */
    public void reports(final Supplier<String> text)
    {
        if (observer != null)
        {
            observer.reported(text.get(), command.getAsLong());
        }
    }

    /** Returns the number of the command that is applied. */
    public long command()
    {
        return command.getAsLong();
    }

    /** Returns the name of the first operation that the schedule does not have, or null. */
    public String difference()
    {
        return difference;
    }

    /** Passes the ordinals through a stream, in the order of their keys. */
    public void state(final StateStream stream)
    {
        final long[] keys = new long[ordinals.size()];
        int next = 0;
        final Long2LongHashMap.KeyIterator iterator = ordinals.keySet().iterator();
        while (iterator.hasNext())
        {
            keys[next++] = iterator.nextValue();
        }
        Arrays.sort(keys);
        final int count = stream.number("places of operations", keys.length, 0, PLACE_LIMIT + LateKind.values().length);
        for (int i = 0; i < count; i++)
        {
            final long key = stream.word(i < keys.length ? keys[i] : 0);
            ordinals.put(key, stream.number("operations of a place", i < keys.length ? ordinals.get(key) : 1, 1L,
                Integer.MAX_VALUE));
        }
    }

    private long known(final LateKind kind, final long where)
    {
        final long key = Mix.of(kind.number() + 1L, where);

        return ordinals.size() < PLACE_LIMIT || ordinals.containsKey(key) ? key :
            Mix.of(kind.number() + 1L, OVERFLOW);
    }

    private int ordinal(final LateKind kind, final long where)
    {
        final long known = known(kind, where);
        final long ordinal = Math.min(ordinals.get(known) + 1, Integer.MAX_VALUE);
        ordinals.put(known, ordinal);

        return (int)ordinal;
    }

    private int drawn(final LateKind kind, final long where, final int ordinal)
    {
        final long ofKind = mixed(Mix.of(Mix.of(1, seed), kind.number()));
        final int most = kind.isChoice() ? 1 : kind.isOfEvents() ? events : delay;
        final int scale = switch ((int)(ofKind & (SCALE - 1)))
        {
            case 0 -> 0;
            case 1, 2 -> (most + SCALE - 1) / SCALE;
            case 3, 4 -> (most + 1) / 2;
            default -> most;
        };
        final long own = mixed(Mix.of(Mix.of(Mix.of(ofKind, where), ordinal), kind.number()));

        return ((own >>> SCALE) & 3) == 0 && !kind.isChoice() ? 0 :
            (int)Long.remainderUnsigned(own >>> (2 * SCALE), scale + 1L);
    }

    private static long mixed(final long word)
    {
        final long first = (word ^ (word >>> 33)) * AVALANCHE_1;
        final long second = (first ^ (first >>> 33)) * AVALANCHE_2;

        return second ^ (second >>> 33);
    }

    /** View of software on a block of RAM. */
    @FunctionalInterface
    public interface BlockView
    {
        /** Changes a block into what software reads at its address. */
        void apply(long address, byte[] block, int lengthBytes);
    }
}
