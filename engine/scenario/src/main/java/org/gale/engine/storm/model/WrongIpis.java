package org.gale.engine.storm.model;

import java.util.BitSet;
import org.gale.engine.storm.scenario.SettingValues;

/**
 * vCPUs that send to all others, and write the mask of their targets a step later: a target that begins its handler
 * before finds nothing to do. Owned by the thread that drives the run.
 */
final class WrongIpis extends IpiModel
{
    /** Kind of traffic of vCPUs that interrupt one another, and may be wrong. */
    static final ModelKind KIND = new ModelKind(IpiModel.KIND.kind(), WrongIpis::of);

    private final long[] writtenNs;                                 // by vCPU: the mask of its last broadcast
    private long acted;

    private WrongIpis(final SettingValues values, final DevicePlace place)
    {
        super(values, place);
        writtenNs = new long[place.vpes()];
    }

    private static TrafficModel of(final SettingValues values, final DevicePlace place)
    {
        return Mistake.of("ipi", values) == null ? new IpiModel(values, place) : new WrongIpis(values, place);
    }

    @Override
    void broadcast(final long nowNs, final int vpe, final SendSink sink)
    {
        writtenNs[vpe] = nowNs + Mistake.STEP_NS;
        super.broadcast(nowNs, vpe, sink);
    }

    @Override
    public void acknowledged(final long nowNs, final int event)
    {
        final BitSet waiting = waiters[event % vpes];
        final BitSet unwritten = new BitSet(vpes);
        if (event / vpes == broadcastKind)
        {
            waiting.stream().filter(vpe -> nowNs < writtenNs[vpe]).forEach(unwritten::set);
        }
        waiting.andNot(unwritten);
        super.acknowledged(nowNs, event);
        waiting.or(unwritten);
        acted += unwritten.cardinality();
    }

    @Override
    public long acted()
    {
        return acted;
    }
}
