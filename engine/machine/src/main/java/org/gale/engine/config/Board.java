package org.gale.engine.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.gale.engine.config.MachineKeys.IAFFIDS;
import static org.gale.engine.config.MachineKeys.IRSS;
import static org.gale.engine.config.MachineKeys.ITSS;
import static org.gale.engine.config.MachineKeys.IWBS;
import static org.gale.engine.config.MachineKeys.LINK;
import static org.gale.engine.config.MachineKeys.PART_FRAMES;
import static org.gale.engine.config.MachineKeys.PART_PES;
import static org.gale.engine.config.MachineKeys.PART_SPIS;
import static org.gale.engine.config.MachineKeys.PES;

/**
 * Topology of a machine: its IRSs, ITSs and IWBs with their frames, which PEs and SPIs each IRS has, and the IAFFIDs of
 * the PEs. Follows from the keys; immutable.
 */
public final class Board
{
    /** Distance of the frames of two parts with consecutive numbers. */
    static final long PART_STRIDE = 0x0100_0000L;

    private static final int NONE = -1;

    private final Map<String, Object> values;
    private final int irss;
    private final int itss;
    private final int iwbs;
    private final int pes;
    private final Map<String, Long> frames = new LinkedHashMap<>();
    private final List<NumberList> pesOfIrs = new ArrayList<>();
    private final List<SpiRange> spis = new ArrayList<>();
    private final int[] irsOfPe;
    private final IaffidMap iaffids;
    private final IwbLayout bridges;
    /** Names of keys whose values are their defaults, so that nobody writes them. */
    private final Set<String> superfluous = new HashSet<>();

    /**
     * Lays a board out.
     *
     * @param values of the keys by name
     * @throws IllegalArgumentException with the offending keys and values, and a valid alternative
     */
    Board(final Map<String, Object> values)
    {
        this.values = values;
        this.irss = IRSS.in(values);
        this.itss = ITSS.in(values);
        this.iwbs = IWBS.in(values);
        this.pes = PES.in(values);
        checkNumbers();
        layFrames();
        layPes();
        layRanges();
        this.irsOfPe = new int[pes];
        for (int irs = 0; irs < irss; irs++)
        {
            for (final int pe : pesOfIrs.get(irs).numbers())
            {
                irsOfPe[pe] = irs;
            }
        }
        this.iaffids = new IaffidMap(listedIaffids());
        this.bridges = new IwbLayout(values, iwbs, itss, superfluous);
    }

    /** Returns the number of IRSs. */
    public int irss()
    {
        return irss;
    }

    /** Returns the number of ITSs. */
    public int itss()
    {
        return itss;
    }

    /** Returns the number of IWBs. */
    public int iwbs()
    {
        return iwbs;
    }

    /** Returns the physical addresses of all frames by the names of their keys. */
    public Map<String, Long> frames()
    {
        return Map.copyOf(frames);
    }

    /**
     * Returns the address of the frame of a part.
     *
     * @param key  of part 0, such as {@link MachineKeys#IRS_CONFIG}
     * @param part number of the IRS, ITS or IWB
     * @return a physical address
     */
    public long frame(final MachineKey<Long> key, final int part)
    {
        return frames.get(part == 0 ? key.name() : key.name().replace(".", "." + part + '.'));
    }

    /** Returns the IRS that a PE is attached to (T-PE-4). */
    public int irsOf(final int pe)
    {
        return irsOfPe[pe];
    }

    /** Returns the PEs of an IRS in rising order. */
    public NumberList pesOf(final int irs)
    {
        return pesOfIrs.get(irs);
    }

    /** Returns the SPIs of an IRS (T-IRS-6). */
    public SpiRange spisOf(final int irs)
    {
        return spis.get(irs);
    }

    /**
     * Returns the IRS that owns an SPI, any int.
     *
     * @return its number, or −1 if there is no such SPI
     */
    public int irsOfSpi(final int id)
    {
        int irs = irss - 1;
        while (irs >= 0 && !spis.get(irs).contains(id))
        {
            irs--;
        }

        return irs;
    }

    /** Returns the value of IRS_IDR5.SPI_RANGE. */
    public int spiRange()                                                       // T-IRS-5, M-SPIRANGE
    {
        int first = SpiRange.ID_LIMIT;
        int end = 0;
        for (final SpiRange range : spis)
        {
            first = range.count() == 0 ? first : Math.min(first, range.base());
            end = range.count() == 0 ? end : Math.max(end, range.end());
        }

        return Math.max(0, end - first);
    }

    /** Returns the IAFFIDs of the PEs. */
    public IaffidMap iaffids()
    {
        return iaffids;
    }

    /** Returns the IRS at which an ITS is drawn: there its events report software errors (M-ITSIRS). */
    public int irsOfIts(final int its)
    {
        return its % irss;
    }

    /** Returns the ITS behind an IWB (T-IWB-1). */
    public int itsOf(final int iwb)
    {
        return bridges.itsOf(iwb);
    }

    /** Returns the DeviceID of an IWB at its ITS, as an unsigned number. */
    public long deviceOf(final int iwb)
    {
        return bridges.deviceOf(iwb);
    }

    /** Returns the number of wires of an IWB. */
    public int wiresOf(final int iwb)
    {
        return bridges.wiresOf(iwb);
    }

    /** Returns the link of the CPU interfaces. */
    public Link link()
    {
        return LINK.in(values);
    }

    /** Returns the names of the keys that have their default values. */
    Set<String> superfluous()
    {
        return superfluous;
    }

    private void checkNumbers()
    {
        for (final PartKey<?> keys : MachineKeys.PARTS)
        {
            final int count = keys.count().in(values);
            for (int number = count; number < MachineLimits.PART_LIMIT; number++)
            {
                final MachineKey<?> key = keys.of(number);
                if (key.in(values) != null && number > 0)
                {
                    throw new IllegalArgumentException(key.name() + ": " + keys.count().name() + '=' + count +
                        " counts from 0 to " + (count - 1) + " (write " + keys.count().name() + '=' + (number + 1) +
                        ')');
                }
            }
        }
    }

    private void layFrames()
    {
        final Ram ram = MachineKeys.RAM.in(values);
        final Map<Long, String> taken = new HashMap<>();
        for (final PartKey<Long> keys : PART_FRAMES)
        {
            for (int part = 0; part < keys.count().in(values); part++)
            {
                final MachineKey<Long> key = keys.of(part);
                final long usual = keys.of(0).in(values) + part * PART_STRIDE;
                final Long given = key.in(values);
                final long frame = given == null ? usual : given;
                if (part > 0 && frame == usual)
                {
                    superfluous.add(key.name());
                }
                lay(key, frame, keys.of(0), ram, taken);
            }
        }
    }

    private void lay(final MachineKey<Long> key, final long frame, final MachineKey<Long> first, final Ram ram,
        final Map<Long, String> taken)
    {
        if (frame > MachineLimits.ADDRESS_LIMIT)
        {
            throw new IllegalArgumentException(key.name() + " follows " + first.name() + " at or above 2^56: " +
                hex(frame) + " (write " + key.name() + "=ADDRESS)");
        }
        if (frame < ram.base() + ram.bytes() && ram.base() < frame + MachineLimits.FRAME_BYTES)
        {
            throw new IllegalArgumentException(key.name() + " lies in RAM: " + hex(frame) +
                (key.name().equals(first.name()) ? "" : " (ram=" + ram + ')'));
        }
        final String other = taken.put(frame, key.name());
        if (other != null)
        {
            throw new IllegalArgumentException(
                key.name() + " and " + other + " are at the same address: " + hex(frame));
        }
        frames.put(key.name(), frame);
    }

    private void layPes()
    {
        final NumberList[] usual = new NumberList[irss];
        int next = 0;
        for (int irs = 0; irs < irss; irs++)
        {
            final int count = pes / irss + (irs < pes % irss ? 1 : 0);
            usual[irs] = NumberList.of(next, next + count);
            next += count;
        }
        final int[] owner = new int[pes];
        Arrays.fill(owner, NONE);
        for (final NumberList list : forAllOrNone(PART_PES, List.of(usual)))
        {
            final int irs = pesOfIrs.size();
            for (final int pe : list.numbers())
            {
                if (pe >= pes)
                {
                    throw new IllegalArgumentException(
                        PART_PES.of(irs).name() + " has PE " + pe + ": pes=" + pes + " has 0 to " + (pes - 1));
                }
                if (owner[pe] != NONE)
                {
                    throw new IllegalArgumentException(PART_PES.of(irs).name() + " has PE " + pe + ", which " +
                        PART_PES.of(owner[pe]).name() + " has already");
                }
                owner[pe] = irs;
            }
            pesOfIrs.add(list);
        }
        for (int pe = 0; pe < pes; pe++)
        {
            if (owner[pe] == NONE)
            {
                throw new IllegalArgumentException("PE " + pe + " is in no IRS (add it to " + PART_PES.of(0).name() +
                    ')');
            }
        }
    }

    private void layRanges()
    {
        final List<SpiRange> usual = new ArrayList<>();
        final int count = MachineKeys.SPIS.in(values);
        int next = MachineKeys.SPI_BASE.in(values);
        for (int irs = 0; irs < irss; irs++)
        {
            final SpiRange range = new SpiRange(next, count / irss + (irs < count % irss ? 1 : 0));
            usual.add(range);
            next = range.end();
        }
        int total = 0;
        for (final SpiRange range : forAllOrNone(PART_SPIS, usual))
        {
            final int irs = spis.size();
            for (int other = 0; other < irs; other++)
            {
                if (range.overlaps(spis.get(other)))
                {
                    throw new IllegalArgumentException(PART_SPIS.of(irs).name() + '=' + range + " and " +
                        PART_SPIS.of(other).name() + '=' + spis.get(other) + " overlap");
                }
            }
            total += range.count();
            if (total > SpiRange.COUNT_LIMIT)
            {
                throw new IllegalArgumentException(PART_SPIS.of(irs).name() + '=' + range + " and " +
                    PART_SPIS.of(0).name() + '=' + spis.get(0) + " hold more than " + SpiRange.COUNT_LIMIT +
                    " SPIs with the ranges between them");
            }
            spis.add(range);
        }
    }

    /** Returns the lists that are given for all IRSs, or the usual ones. */
    private <T> List<T> forAllOrNone(final PartKey<T> keys, final List<T> usual)
    {
        final List<T> lists = new ArrayList<>();
        for (int irs = 0; irs < irss; irs++)
        {
            final T given = keys.of(irs).in(values);
            if (given != null)
            {
                lists.add(given);
            }
        }
        if (!lists.isEmpty() && lists.size() < irss)
        {
            int without = 0;
            while (keys.of(without).in(values) != null)
            {
                without++;
            }
            throw new IllegalArgumentException("IRS " + without + " has no list, and others have (write " +
                keys.of(without).name() + "=" + keys.of(without).type().label() + ')');
        }
        if (!lists.isEmpty() && lists.equals(usual))
        {
            keys.keys().forEach(key -> superfluous.add(key.name()));
        }

        return lists.isEmpty() ? usual : lists;
    }

    private int[] listedIaffids()
    {
        final NumberList given = IAFFIDS.in(values);
        final NumberList list = given == null ? NumberList.of(0, pes) : given;
        if (list.numbers().size() != pes)
        {
            throw new IllegalArgumentException("iaffids names " +
                NumberText.counted(list.numbers().size(), "PE") + ", and pes=" + pes);
        }
        final Set<Integer> known = new HashSet<>();
        for (final int iaffid : list.numbers())
        {
            if (!known.add(iaffid))
            {
                throw new IllegalArgumentException("iaffids has " + iaffid + " twice");
            }
        }
        if (given != null && list.equals(NumberList.of(0, pes)))
        {
            superfluous.add(IAFFIDS.name());
        }

        return list.numbers().stream().mapToInt(Integer::intValue).toArray();
    }

    private static String hex(final long address)
    {
        return "0x" + Long.toHexString(address);
    }
}
