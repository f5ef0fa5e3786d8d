package org.gale.engine.storm.virtual;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.gale.engine.storm.model.Draw;
import org.gale.engine.storm.model.Draws;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.LaterStages;
import org.gale.engine.storm.scenario.LaterWork;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.tables.memory.Mix;

/**
 * Draws of the work that handlers leave. Each group of devices of a VM has random numbers of its own. Owned by one
 * thread.
 */
final class LaterDraws
{
    private static final long WAKES = 0x77616b65L;
    private static final long WORKS = 0x6c61746572L;

    private final Draw[] wakes;                                     // each by device; null without such work
    private final Draw[] works;

    /**
     * Makes the draws of the VMs that are run.
     *
     * @param isOwn tells of which VMs
     */
    LaterDraws(final List<VmShape> groups, final IntPredicate isOwn, final long seed)
    {
        final boolean isAny = LaterStages.isAny(groups);
        wakes = new Draw[isAny ? groups.stream().mapToInt(LaterDraws::devices).sum() : 0];
        works = new Draw[wakes.length];
        int device = 0;
        int firstVm = 0;
        for (int group = 0; isAny && group < groups.size(); group++)
        {
            final VmShape shape = groups.get(group);
            for (int vm = 0; vm < shape.count(); vm++)
            {
                for (int kind = 0; kind < shape.devices().size(); kind++)
                {
                    final LaterWork later = shape.later(kind);
                    final int end = device + shape.devices().get(kind).count();
                    if (later.isAny() && isOwn.test(firstVm + vm))
                    {
                        Arrays.fill(wakes, device, end, Draws.of(later.wake(), seed(seed ^ WAKES, group, vm, kind)));
                        Arrays.fill(works, device, end, Draws.of(later.work(), seed(seed ^ WORKS, group, vm, kind)));
                    }
                    device = end;
                }
            }
            firstVm += shape.count();
        }
    }

    private static int devices(final VmShape shape)
    {
        return shape.count() * shape.devices().stream().mapToInt(DeviceShape::count).sum();
    }

    private static long seed(final long seed, final int group, final int vm, final int devices)
    {
        return Mix.of(Mix.of(Mix.of(seed, group), vm), devices);
    }

    /** Returns the time until a thread is woken for an event of a device. */
    long wake(final int device)
    {
        return wakes[device].nextNs();
    }

    /** Returns the time of the work for an event of a device. */
    long work(final int device)
    {
        return works[device].nextNs();
    }
}
