package org.gale.tests.oracle;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Costs of a job, and the times of handlers. Each VM draws its own. */
final class Costs
{
    private static final long OF_COSTS = 0x636f737473L;
    private static final long OF_HANDLERS = 0x68616e646cL;
    private static final long OF_WAKES = 0x77616b65L;
    private static final long OF_WORKS = 0x6c61746572L;
    private static final long OF_DAEMONS = 0x6b736f6674L;

    private final StormJob job;
    private final Map<String, Times> times = new HashMap<>();
    final int listRegisters;
    private final long fixedPollNs;
    /** Longest poll, factor, first poll and divisor of adaptive ones; null of fixed ones. */
    private final long[] polls;

    Costs(final StormJob job)
    {
        this.job = job;
        listRegisters = Integer.parseInt(job.cost("lr-limit"));
        final String poll = job.cost("poll");
        polls = !poll.startsWith("{") ? null : Stream.of(poll.replaceAll("[{}]", "").split(", ", -1))
            .map(field -> field.substring(field.indexOf(' ') + 1))
            .mapToLong(field -> field.matches("[0-9]+") ? Long.parseLong(field) : Numbers.ns(field)).toArray();
        fixedPollNs = polls == null ? Numbers.ns(poll) : 0;
    }

    /** Returns how long a PE polls for a vCPU. */
    long pollNs(final Vcpu vcpu)
    {
        return polls == null ? fixedPollNs : vcpu.pollNs;
    }

    /** Changes the poll of a vCPU behind a block of a length. */
    void adapt(final Vcpu vcpu, final long blockNs)
    {
        final boolean isLonger = polls != null && blockNs > vcpu.pollNs;
        if (isLonger && vcpu.pollNs > 0 && blockNs > polls[0])
        {
            vcpu.pollNs /= polls[3];
            vcpu.pollNs = vcpu.pollNs < polls[2] ? 0 : vcpu.pollNs;
        }
        else if (isLonger && vcpu.pollNs < polls[0] && blockNs < polls[0])
        {
            vcpu.pollNs = Math.min(polls[0], Math.max(polls[2], vcpu.pollNs * polls[1]));
        }
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

    /** Returns the next time from the end of a handler of a stream to the begin of its thread. */
    long wake(final StormJob.Stream stream)
    {
        return later(stream, "threaded", "wake", OF_WAKES);
    }

    /** Returns the next time of a thread, or of a softirq, of a stream. */
    long work(final StormJob.Stream stream, final String key)
    {
        return later(stream, key, "work", OF_WORKS);
    }

    private long later(final StormJob.Stream stream, final String key, final String time, final long number)
    {
        final StormJob.Vm vm = stream.vm();
        final long seed = Numbers.mix(Numbers.mix(job.seed ^ number, vm.group().index()), vm.inGroup());

        return times.computeIfAbsent(time + " of " + stream.index(), name -> Times.of(
            stream.later(key, time, "5us"),
            new SplittableRandom(Numbers.mix(seed, stream.inVm())))).nextNs();
    }

    /** Returns the next time until ksoftirqd of a VM runs. */
    long daemon(final StormJob.Vm vm)
    {
        return times.computeIfAbsent("ksoftirqd " + vm.index(), name -> times(
            vm.group().node().at("/guest/softirq/wake").asText("5us"), job.seed ^ OF_DAEMONS, vm)).nextNs();
    }

    private static Times times(final String text, final long number, final StormJob.Vm vm)
    {
        return Times.of(text,
            new SplittableRandom(Numbers.mix(Numbers.mix(number, vm.group().index()), vm.inGroup())));
    }
}
