package org.gale.tests.drawn.plain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A VM of a GICv4 host without transitions: its vLPIs and what its vCPUs have acknowledged. Owned by one thread. */
public final class PlainVlpis
{
    /** Answer of {@link #best} if nothing is due. */
    public static final int NONE = -1;

    private static final int IDLE = 0x100;

    private final PlainAccount account = new PlainAccount();
    private final List<PlainInterrupt> vlpis = new ArrayList<>();
    private final Map<Long, PlainInterrupt> events = new HashMap<>();
    private final List<List<int[]>> active = new ArrayList<>();

    public PlainVlpis(final int vcpus)
    {
        for (int vcpu = 0; vcpu < vcpus; vcpu++)
        {
            active.add(new ArrayList<>());
        }
    }

    public PlainAccount account()
    {
        return account;
    }

    public List<PlainInterrupt> vlpis()
    {
        return vlpis;
    }

    /** Maps an event of a device to a new vLPI of a vCPU. */
    public PlainInterrupt map(final int device, final int event, final int vcpu, final int vintid)
    {
        final PlainInterrupt vlpi = new PlainInterrupt(vintid, account);
        vlpi.direct(vcpu);
        vlpis.add(vlpi);
        events.put(key(device, event), vlpi);

        return vlpi;
    }

    /** Returns the vLPI of an event, or null if there is none. */
    public PlainInterrupt of(final int device, final int event)
    {
        return events.get(key(device, event));
    }

    /** Takes a message. */
    public void message(final int device, final int event)
    {
        final PlainInterrupt vlpi = events.get(key(device, event));
        if (vlpi == null)
        {
            account.untranslated();
        }
        else
        {
            vlpi.edge();
        }
    }

    /** Returns the vINTID that a vCPU acknowledges next, or {@link #NONE}. */
    public int best(final int vcpu)
    {
        int best = NONE;
        int limit = active.get(vcpu).stream().mapToInt(of -> of[1]).min().orElse(IDLE);
        for (final PlainInterrupt vlpi : vlpis)
        {
            if (vlpi.target() == vcpu && vlpi.isCandidate() && vlpi.priority() < limit)
            {
                best = vlpi.intid();
                limit = vlpi.priority();
            }
        }

        return best;
    }

    /** Returns a vLPI, or null if there is none. */
    public PlainInterrupt vlpi(final int vintid)
    {
        return vlpis.stream().filter(vlpi -> vlpi.intid() == vintid).findAny().orElse(null);
    }

    /** Takes an acknowledge. A vLPI of GICv4 has no Active state: the vCPU keeps it. */
    public void acknowledge(final int vcpu, final PlainInterrupt vlpi)
    {
        vlpi.acknowledge();
        vlpi.deactivate();
        active.get(vcpu).add(new int[]{ vlpi.intid(), vlpi.priority() });
    }

    /**
     * Ends the newest acknowledge of a vCPU.
     *
     * @return its vINTID, or {@link #NONE} if there is none
     */
    public int end(final int vcpu)
    {
        final List<int[]> of = active.get(vcpu);

        return of.isEmpty() ? NONE : of.remove(of.size() - 1)[0];
    }

    /** Returns how many vLPIs owe an acknowledge. */
    public long owed()
    {
        return vlpis.stream().filter(PlainInterrupt::isOwed).count();
    }

    private static long key(final int device, final int event)
    {
        return (long)device << 32 | event;
    }
}
