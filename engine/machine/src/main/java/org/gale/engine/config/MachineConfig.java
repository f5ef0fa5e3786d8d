package org.gale.engine.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import static org.gale.engine.config.MachineKeys.ITS_CACHE;
import static org.gale.engine.config.MachineKeys.OPS_DELAY;
import static org.gale.engine.config.MachineKeys.OPS_EVENTS;
import static org.gale.engine.config.MachineKeys.OPS_ORDER;
import static org.gale.engine.config.MachineKeys.OPS_SCHEDULE;
import static org.gale.engine.config.MachineKeys.OPS_SEED;

/**
 * Configuration of a machine: a value of each row of {@link MachineKeys}, none of which contradicts another one.
 * Immutable. {@link #parse} reads it and {@link #toKeys} writes it, so that a journal carries it and a replay builds an
 * equal machine. Hot classes copy the values that they need.
 *
 * @param values of all keys by name; a key that is missing has its default
 * @param gicv4  keys of a GICv4.1 machine with the same RAM, or null for a GICv5
 */
public record MachineConfig(Map<String, Object> values, Gicv4Config gicv4)
{
    /** Machine without keys. */
    public static final MachineConfig DEFAULT = new MachineConfig(Map.of(), null);

    private static final int CPU_PRI_BITS_MIN = 4;
    private static final String GICV4_PREFIX = "v4.";
    private static final List<MachineKey<?>> RANGE_KEYS = List.of(MachineKeys.SPIS, MachineKeys.SPI_BASE);
    /** Values of keys that are not given next to {@code ops.seed} or {@code ops.schedule}. */
    private static final Map<String, Object> OF_SEED = Map.of(OPS_ORDER.name(), true, ITS_CACHE.name(),
        ItsCaching.SEEDED, OPS_DELAY.name(), 16, OPS_EVENTS.name(), 64);
    private static final Pattern SPI_RANGE = Pattern.compile("irs\\.([0-9]+\\.)?spis");

    /**
     * Completes the values.
     *
     * @throws IllegalArgumentException with the offending key and value, and a valid alternative
     */
    public MachineConfig
    {
        final Map<String, Object> all = new LinkedHashMap<>();
        for (final MachineKey<?> key : MachineKeys.WRITTEN)
        {
            final Object value = settled(key, values, all);
            if (value != null)
            {
                all.put(key.name(), value);
            }
        }
        if (gicv4 != null)
        {
            all.put(MachineKeys.PES.name(), gicv4.cpus());
        }
        all.keySet().removeAll(new Board(all).superfluous());
        checkKind(all, gicv4);
        checkOrder(all);
        values = Collections.unmodifiableMap(all);
    }

    /**
     * Parses the words of a {@code machine} line.
     *
     * @throws IllegalArgumentException with the offending key and value, and a valid alternative
     */
    public static MachineConfig parse(final List<String> words)
    {
        final List<String> ofGicv4 = words.stream().filter(MachineConfig::isOfGicv4)
            .map(word -> word.substring(GICV4_PREFIX.length())).toList();
        final List<String> others = words.stream().filter(word -> !isOfGicv4(word)).toList();

        return new MachineConfig(checkedRanges(KeyWords.parse("machine", MachineKeys.WRITTEN, others)),
            ofGicv4.isEmpty() ? null : Gicv4Config.parse(ofGicv4));
    }

    /**
     * Checks the words of a part of a {@code machine} line, each for itself. What they come to depends on the others.
     *
     * @throws IllegalArgumentException with the offending key and value, and a valid alternative
     */
    public static void checkWords(final List<String> words)
    {
        words.stream().filter(MachineConfig::isOfGicv4).findFirst().ifPresent(word ->
        {
            throw new IllegalArgumentException("no machine key '" + word + "': 'v4 host' takes it");
        });
        checkedRanges(KeyWords.parse("machine", MachineKeys.WRITTEN, words));
    }

    /** Returns the machine as one line of words, which {@link #parse} accepts. */
    public String toKeys()
    {
        return KeyWords.words(writtenKeys(), values) +
            (gicv4 == null ? "" : ' ' + GICV4_PREFIX + gicv4.toKeys().replace(" ", ' ' + GICV4_PREFIX));
    }

    /**
     * Returns the words of the keys that somebody has to give, for their values are neither defaults nor those of the
     * preset: {@link #parse} builds an equal machine.
     */
    public List<String> changedWords()
    {
        return writtenKeys().stream().filter(key -> key.elOneValue() == null || virtual())
            .filter(key -> !Objects.equals(key.in(values), key.defaultValue()))
            .map(key -> key.name() + '=' + key.textIn(values)).toList();
    }

    private List<MachineKey<?>> writtenKeys()
    {
        return value(MachineKeys.IRS_SPIS) == null ? MachineKeys.WRITTEN : MachineKeys.WRITTEN.stream()
            .filter(key -> RANGE_KEYS.stream().noneMatch(row -> row.name().equals(key.name()))).toList();
    }

    /**
     * Returns whether a word is a key of a GICv4.1 machine: journals have such words, {@code machine} lines do not.
     */
    public static boolean isOfGicv4(final String word)
    {
        return word.startsWith(GICV4_PREFIX);
    }

    /** Returns the value of a key. */
    public <T> T value(final MachineKey<T> key)
    {
        return key.in(values);
    }

    /**
     * Returns this configuration with another value of a key.
     *
     * @throws IllegalArgumentException if there is no such machine
     */
    public <T> MachineConfig with(final MachineKey<T> key, final T value)
    {
        return with(Map.of(key.name(), value));
    }

    /**
     * Returns this configuration with other values of keys.
     *
     * @param others values by the names of their keys
     * @throws IllegalArgumentException if there is no such machine
     */
    public MachineConfig with(final Map<String, Object> others)
    {
        final Map<String, Object> all = new HashMap<>(values);
        all.putAll(others);

        return new MachineConfig(all, gicv4);
    }

    /** Returns the configuration of a GICv4.1 machine with the RAM of this one. */
    public MachineConfig withGicv4(final Gicv4Config keys)
    {
        return new MachineConfig(values, keys);
    }

    /** Returns this configuration of a machine whose effects come at once. */
    public MachineConfig withoutDelays()
    {
        final Map<String, Object> all = new HashMap<>(values);
        all.keySet().removeAll(List.of(MachineKeys.OPS_SEED.name(), MachineKeys.OPS_SCHEDULE.name(),
            OPS_EVENTS.name(), OPS_ORDER.name(), OPS_DELAY.name()));
        all.remove(ITS_CACHE.name(), ItsCaching.SEEDED);

        return new MachineConfig(all, gicv4);
    }

    /** Returns true if the machine has virtualization, ITS, IWB and SETLPI ({@code preset=full}). */
    public boolean virtual()
    {
        return value(MachineKeys.PRESET);
    }

    /** Returns the place of RAM. */
    public Ram ram()
    {
        return value(MachineKeys.RAM);
    }

    /** Returns the physical address of RAM. */
    public long ramBase()
    {
        return ram().base();
    }

    /** Returns the length of RAM in bytes. */
    public long ramBytes()
    {
        return ram().bytes();
    }

    /** Returns the topology of the machine, which is made anew by each call. */
    public Board board()
    {
        return new Board(values);
    }

    /** Returns the number of PEs. */
    public int pes()
    {
        return value(MachineKeys.PES);
    }

    /** Returns the implemented priority bits of the CPU interfaces, the top 4 or 5 of 5. */
    public int cpuPriBits()                                                     // B-CPU-4
    {
        return Math.max(value(MachineKeys.PRI_BITS), CPU_PRI_BITS_MIN);
    }

    /**
     * Returns the value that a key has beside those of the keys before it.
     *
     * @param given  values that somebody chose
     * @param before values of the keys before it
     */
    private static <T> T settled(
        final MachineKey<T> key, final Map<String, Object> given, final Map<String, Object> before)
    {
        if (key.elOneValue() != null && !MachineKeys.PRESET.in(before))
        {
            return key.elOneValue();
        }
        final T value = given.containsKey(key.name()) ? key.in(given) : implied(key, given);
        if (!(value instanceof Integer number))
        {
            return value;
        }
        final KeyType<T> type = key.type();
        final long most = key.most() == null ? type.max() : Math.min(type.max(), key.most().in(before));
        if (!given.containsKey(key.name()))
        {
            return type.javaType().cast((int)Math.min(number, most));
        }
        KeyType.inRange(key.name(), key.textIn(given), number, type.min(), most);

        return value;
    }

    /** Refuses the keys of blocks of SPIs beside those of ranges. */
    private static Map<String, Object> checkedRanges(final Map<String, Object> given)
    {
        final String range = given.keySet().stream().filter(SPI_RANGE.asMatchPredicate()).findFirst().orElse(null);
        for (final MachineKey<?> key : RANGE_KEYS)
        {
            if (range != null && given.containsKey(key.name()))
            {
                throw new IllegalArgumentException(
                    range + " and " + key.name() + " exclude each other (leave " + key.name() + " out)");
            }
        }

        return given;
    }

    /** Returns the value that a key has because {@code ops.seed} or {@code ops.schedule} is given, or its default. */
    private static <T> T implied(final MachineKey<T> key, final Map<String, Object> given)
    {
        final boolean isOwn = given.get(OPS_SEED.name()) != null || given.get(OPS_SCHEDULE.name()) != null;
        final Object value = isOwn ? OF_SEED.get(key.name()) : null;

        return value == null ? key.defaultValue() : key.type().javaType().cast(value);
    }

    /** Refuses an order of operations without a delay, and a part of it without the whole. */
    private static void checkOrder(final Map<String, Object> values)
    {
        final boolean isOwn = OPS_SEED.in(values) != null || OPS_SCHEDULE.in(values) != null;
        if (OPS_ORDER.in(values) && OPS_DELAY.in(values) == 0)
        {
            throw new IllegalArgumentException("ops.order=1 needs an ops.delay of at least 1 (write ops.delay=8)");
        }
        if (isOwn && !OPS_ORDER.in(values))
        {
            throw new IllegalArgumentException("ops.seed and ops.schedule need ops.order=1 (leave ops.order out)");
        }
        if (OPS_SEED.in(values) != null && OPS_SCHEDULE.in(values) != null)
        {
            throw new IllegalArgumentException("ops.seed and ops.schedule exclude each other (leave ops.seed out)");
        }
        if (OPS_EVENTS.in(values) != null && !OPS_ORDER.in(values))
        {
            throw new IllegalArgumentException("ops.events needs ops.order=1 (write ops.delay=8 ops.order=1)");
        }
        if (ITS_CACHE.in(values) == ItsCaching.SEEDED && !isOwn)
        {
            throw new IllegalArgumentException(
                "its.cache=seeded needs an ops.seed (write ops.seed=1, or its.cache=eager-valid)");
        }
    }

    /** Refuses a board where the kind of the machine has none. */
    private static void checkKind(final Map<String, Object> values, final Gicv4Config gicv4)
    {
        for (final MachineKey<Integer> key : List.of(MachineKeys.ITSS, MachineKeys.IWBS))
        {
            if (!MachineKeys.PRESET.in(values) && key.in(values) != 1)
            {
                throw new IllegalArgumentException(key.name() + '=' + key.in(values) +
                    ": preset=el1 has neither ITS nor IWB (leave it out, or write preset=full)");
            }
        }
        for (final MachineKey<?> key : MachineKeys.WRITTEN)
        {
            if (gicv4 != null && values.containsKey(key.name()) && isOfBoard(key) &&
                !key.in(values).equals(key.defaultValue()))
            {
                throw new IllegalArgumentException(
                    "'v4 host' has no " + key.name() + '=' + key.textIn(values) + " (leave it out)");
            }
        }
    }

    private static boolean isOfBoard(final MachineKey<?> key)
    {
        return key.defaultValue() == null || key.defaultValue() instanceof Link ||
            List.of("irss", "itss", "iwbs").contains(key.name());
    }
}
