package org.gale.tests.oracle;

import java.util.List;
import java.util.Map;

/**
 * Partition that was simulated.
 *
 * @param taken       interrupts in the order of their acknowledges
 * @param handled     interrupts in the order of the ends of their handlers
 * @param requests    in the order of the ends of their handlers
 * @param offered     events
 * @param endNs       time of its own last event
 * @param pes         what each PE did
 * @param offPeNs     time by name that is spent on none of its PEs; empty where none is scheduled
 * @param senderWaits of its measured part, by group
 * @param ends        accounts of all VMs at the end of each phase but the last that it came to
 * @param workEnds    work of each group, likewise
 * @param works       work of each group at the end
 */
record PartDone(
    StormJob.Part part, History history, List<Interrupt> taken, List<Interrupt> handled, List<Interrupt> handedOver,
    List<Request> requests, long offered, long endNs, Map<PeTimes.Use, Long> peTimes, PeTimes pes,
    Map<String, Long> offPeNs, Map<Integer, List<Long>> senderWaits, List<Account[]> ends,
    List<List<Work>> workEnds, List<Work> works, Backlog backlog)
{
    /** Returns the interrupts whose handlers ended behind the warm-up, or all where no event came behind it. */
    List<Interrupt> behind()
    {
        return handled.subList(history.warmupHandled, handled.size());
    }

    /** Returns the interrupts acknowledged behind the warm-up, or all where no event came behind it. */
    List<Interrupt> takenBehind()
    {
        return taken.subList(history.warmupTaken, taken.size());
    }

    /** Returns the requests of the measured part. */
    List<Request> measuredRequests()
    {
        return requests.stream().skip(history.warmupRequests)
            .filter(request -> request.isMeasured() || !history.isWarm).toList();
    }

    /** Returns the account of a VM of the partition at the end of a phase. */
    Account account(final int phase, final int vm, final Account atEnd)
    {
        return phase < ends.size() ? ends.get(phase)[vm] : atEnd;
    }

    /** Returns the work of a group up to the end of a phase. */
    Work work(final int phase, final int group)
    {
        return phase < workEnds.size() ? workEnds.get(phase).get(group) : works.get(group);
    }
}
