package org.gale.tests.drawn.plain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The physical side of a host: LPIs with their table, SPIs with their wires, PEs, IRSs and what the ITSs translate.
 * Owned by one thread.
 */
public final class PlainHost
{
    /** TYPE of an LPI in an INTID. */
    public static final int LPI = 2 << 29;
    /** TYPE of an SPI in an INTID. */
    public static final int SPI = 3 << 29;

    private static final int ID_MASK = 0xff_ffff;

    private final PlainAccount account = new PlainAccount();
    private final SortedMap<Integer, PlainInterrupt> lpis = new TreeMap<>();
    private final SortedMap<Integer, PlainInterrupt> spis = new TreeMap<>();
    private final Map<Integer, boolean[]> wires = new HashMap<>();
    private final Map<Long, Integer> translations = new HashMap<>();
    private final List<PlainPe> pes = new ArrayList<>();
    private final boolean[] isEnabled;
    private final int spisOfAnIrs;
    private boolean isTableValid = true;

    /**
     * @param pes  number of PEs, in equal blocks of the IRSs
     * @param irss number of IRSs
     * @param spis number of SPIs, in equal blocks of the IRSs
     */
    public PlainHost(final int pes, final int irss, final int spis)
    {
        for (int pe = 0; pe < pes; pe++)
        {
            this.pes.add(new PlainPe());
        }
        isEnabled = new boolean[irss];
        spisOfAnIrs = spis / irss;
    }

    public PlainAccount account()
    {
        return account;
    }

    public PlainPe pe(final int pe)
    {
        return pes.get(pe);
    }

    /** Adds an interrupt at reset. */
    public void add(final int intid)
    {
        final int id = intid & ID_MASK;
        (isLpi(intid) ? lpis : spis).put(id, new PlainInterrupt(intid, account));
        if (!isLpi(intid))
        {
            wires.put(id, new boolean[2]);
        }
    }

    /** Returns the LPIs by their IDs. */
    public Collection<PlainInterrupt> lpis()
    {
        return lpis.values();
    }

    public Collection<PlainInterrupt> spis()
    {
        return spis.values();
    }

    /** Returns an interrupt, or null if there is none. */
    public PlainInterrupt interrupt(final int intid)
    {
        final int type = intid & ~ID_MASK;

        return type == LPI ? lpis.get(intid & ID_MASK) : type == SPI ? spis.get(intid & ID_MASK) : null;
    }

    /** Returns whether software can reach an interrupt (B-INT-17). */
    public boolean isReachable(final int intid)
    {
        return !isLpi(intid) || isTableValid;
    }

    public void enableIrs(final int irs, final boolean enabled)
    {
        isEnabled[irs] = enabled;
    }

    public boolean isTableValid()
    {
        return isTableValid;
    }

    /** Makes the table of LPIs valid, or invalid (B-IST-6). */
    public void validateTable(final boolean valid)
    {
        isTableValid = valid;
        lpis.values().forEach(valid ? PlainInterrupt::map : PlainInterrupt::unmap);
    }

    /** Has an event of a device translated to an LPI, or to none if that is negative. */
    public void translate(final int its, final int device, final int event, final int lpi)
    {
        translations.put(key(its, device, event), lpi);
    }

    /** Returns the LPI of an event, or null if there is none. */
    public PlainInterrupt of(final int its, final int device, final int event)
    {
        return lpis.get(translations.getOrDefault(key(its, device, event), -1));
    }

    /** Takes a message of a device (B-ITS-3, B-ITS-6). */
    public void message(final int its, final int device, final int event)
    {
        final Integer lpi = translations.get(key(its, device, event));
        if (lpi == null || lpi < 0)
        {
            account.untranslated();
        }
        else if (!isTableValid || !lpis.containsKey(lpi))
        {
            account.unreachable();
        }
        else
        {
            lpis.get(lpi).edge();
        }
    }

    /** Takes a store of a device to the SETLPI frame of any IRS (M-SETLPI, T-IRS-21). */
    public void store(final int lpi)
    {
        if (isTableValid)
        {
            interrupt(LPI | lpi).edge();
        }
        else
        {
            account.unreachable();
        }
    }

    /**
     * Takes an event of a level wire of a bridge. A CLEAR that no table translates counts as every other event; one
     * whose LPI cannot be reached would have set nothing.
     */
    public void bridgeLevel(final int its, final int device, final int event, final boolean high)
    {
        final Integer lpi = translations.get(key(its, device, event));
        final boolean isTranslated = lpi != null && lpi >= 0;
        if (isTranslated && isTableValid)
        {
            if (high)
            {
                lpis.get(lpi).level();
            }
            else
            {
                lpis.get(lpi).clear();
            }
        }
        else if (high && isTranslated)
        {
            account.unreachable();
        }
        else if (!isTranslated)
        {
            account.untranslated();
        }
    }

    /** Takes the level of the wire of an SPI (B-SPI-4). */
    public void drive(final int id, final boolean high)
    {
        final boolean[] wire = wires.get(id);
        if (wire[0] != high)
        {
            wire[0] = high;
            sample(id);
        }
    }

    /** Takes a sample of the wire of an SPI (B-SPI-4, B-SPI-5). */
    public void sample(final int id)
    {
        final boolean[] wire = wires.get(id);
        final PlainInterrupt spi = spis.get(id);
        if (wire[0] && wire[1])
        {
            spi.level();
        }
        else if (wire[0])
        {
            spi.edge();
        }
        else if (wire[1])
        {
            spi.clear();
        }
    }

    /** Takes a trigger mode of an SPI (B-SPI-6). */
    public void trigger(final int id, final boolean level)
    {
        final boolean[] wire = wires.get(id);
        if (wire[1] == level)
        {
            return;
        }
        wire[1] = level;
        if (level)
        {
            sample(id);
        }
        else if (wire[0])
        {
            spis.get(id).clear();
        }
    }

    /** Returns the IRS of an SPI. */
    public int irsOf(final int spi)
    {
        return spi / spisOfAnIrs;
    }

    /**
     * Returns what a PE acknowledges next (M-TIE, B-CPU-6, B-IRS-7).
     *
     * @return the INTID, or 0 if nothing of sufficient priority is there
     */
    public int best(final int pe)
    {
        final PlainPe at = pes.get(pe);
        int best = at.best();
        int priority = best == 0 ? at.threshold() : Math.min(at.priority(best), at.threshold());
        best = best != 0 && at.priority(best) < at.threshold() ? best : 0;
        if (isEnabled[pe / (pes.size() / isEnabled.length)])
        {
            for (final PlainInterrupt next : shared())
            {
                if (next.target() == pe && next.isCandidate() && next.priority() < priority && isForwarded(next))
                {
                    best = next.intid();
                    priority = next.priority();
                }
            }
        }

        return best;
    }

    /** Takes an acknowledge of an interrupt that the host has. */
    public void acknowledge(final int pe, final int intid)
    {
        final PlainInterrupt interrupt = interrupt(intid);
        if (interrupt == null)
        {
            pes.get(pe).acknowledge(intid, pes.get(pe).priority(intid));
        }
        else
        {
            interrupt.acknowledge();
            pes.get(pe).acknowledge(intid, interrupt.priority());
        }
    }

    /** Returns how many interrupts owe an acknowledge. */
    public long owed()
    {
        return lpis.values().stream().filter(PlainInterrupt::isOwed).count() +
            spis.values().stream().filter(PlainInterrupt::isOwed).count();
    }

    /** Returns LPIs before SPIs, each by their IDs (M-TIE). */
    private List<PlainInterrupt> shared()
    {
        final List<PlainInterrupt> all = new ArrayList<>(lpis.values());
        all.addAll(spis.values());

        return all;
    }

    private boolean isForwarded(final PlainInterrupt interrupt)
    {
        return isLpi(interrupt.intid()) ? isTableValid : isEnabled[irsOf(interrupt.intid() & ID_MASK)];
    }

    /** Returns whether an INTID is that of an SPI. */
    public static boolean isSpi(final int intid)
    {
        return (intid & ~ID_MASK) == SPI;
    }

    private static boolean isLpi(final int intid)
    {
        return (intid & ~ID_MASK) == LPI;
    }

    private static long key(final int its, final int device, final int event)
    {
        return (long)its << 48 | (long)device << 16 | event;
    }
}
