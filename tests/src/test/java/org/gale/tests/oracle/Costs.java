package org.gale.tests.oracle;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Costs of a job, and the times of handlers. Each VM draws its own. */
final class Costs
{
    private static final long OF_COSTS = 0x636f737473L;
    private static final long OF_HANDLERS = 0x68616e646cL;

    private final StormJob job;
    private final Map<String, Times> times = new HashMap<>();
    final int listRegisters;
    final long pollNs;

    Costs(final StormJob job)
    {
        this.job = job;
        listRegisters = Integer.parseInt(job.cost("lr-limit"));
        pollNs = Numbers.ns(job.cost("poll"));
    }

    /** Returns the next time of a cost of a VM. */
    long of(final String cost, final StormJob.Vm vm)
    {
        return times.computeIfAbsent(cost + ' ' + vm.index(), name ->
            times(job.cost(cost), Numbers.mix(job.seed ^ OF_COSTS, cost.hashCode()), vm)).nextNs();
    }

    /** Returns the next time of a handler of a VM, with the end of its interrupt. */
    long handler(final StormJob.Vm vm)
    {
        return times.computeIfAbsent("handler " + vm.index(), name ->
            times(vm.group().handler(), job.seed ^ OF_HANDLERS, vm)).nextNs() + of("eoi", vm);
    }

    private static Times times(final String text, final long number, final StormJob.Vm vm)
    {
        return Times.of(text,
            new SplittableRandom(Numbers.mix(Numbers.mix(number, vm.group().index()), vm.inGroup())));
    }
}
