package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** vCPUs that wait for a PE of a partition: in a queue of each PE, or all in one. */
final class Waiters
{
    private static final int NONE = -1;

    private final StormJob.Part part;
    /** Queue of each PE; all the same one if the host has one. */
    private final List<List<Vcpu>> queues = new ArrayList<>();

    Waiters(final StormJob job, final StormJob.Part part)
    {
        this.part = part;
        final List<Vcpu> one = new ArrayList<>();
        for (int pe = 0; pe < part.endPe(); pe++)
        {
            queues.add(job.hasQueuesOfPes() ? new ArrayList<>() : one);
        }
    }

    /** Returns the PE at which a vCPU waits: its last one, or that with the fewest vCPUs, the lowest of several. */
    int home(final Vcpu vcpu, final Vcpu[] onPe)
    {
        return vcpu.pe != NONE ? vcpu.pe : IntStream.range(part.firstPe(), part.endPe()).boxed()
            .min(Comparator.comparingInt(pe -> queues.get(pe).size() + (onPe[pe] != null ? 1 : 0))).orElseThrow();
    }

    boolean isNoneAt(final int pe)
    {
        return queues.get(pe).isEmpty();
    }

    /** Lets a vCPU wait behind all others. */
    void addLast(final Vcpu vcpu, final int pe)
    {
        queues.get(pe).add(vcpu);
    }

    /** Takes a vCPU out of the queue in which it waits. */
    void remove(final Vcpu vcpu)
    {
        queues.forEach(queue -> queue.remove(vcpu));
        vcpu.preempts = NONE;
    }

    /** Lets a waker wait behind other wakers, in front of all that are none. */
    void addWaker(final Vcpu vcpu, final int pe)
    {
        vcpu.preempts = pe;
        int wakers = 0;
        while (wakers < queues.get(pe).size() && queues.get(pe).get(wakers).preempts != NONE)
        {
            wakers++;
        }
        queues.get(pe).add(wakers, vcpu);
    }

    /** Returns whether a waker waits for a PE. */
    boolean hasWaker(final int pe)
    {
        return queues.get(pe).stream().anyMatch(vcpu -> vcpu.preempts == pe);
    }

    /** Takes the first vCPU of the queue of a PE; null if none waits there. */
    Vcpu first(final int pe)
    {
        return freed(queues.get(pe));
    }

    /** Takes the first vCPU of the longest queue, of several that of the lowest PE; null if none waits at all. */
    Vcpu pulled()
    {
        return freed(IntStream.range(part.firstPe(), part.endPe()).mapToObj(queues::get)
            .reduce((one, other) -> other.size() > one.size() ? other : one).orElseThrow());
    }

    private static Vcpu freed(final List<Vcpu> queue)
    {
        if (queue.isEmpty())
        {
            return null;
        }
        final Vcpu vcpu = queue.remove(0);
        vcpu.preempts = NONE;

        return vcpu;
    }
}
