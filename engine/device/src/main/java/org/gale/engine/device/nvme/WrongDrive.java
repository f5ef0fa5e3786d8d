package org.gale.engine.device.nvme;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.gale.engine.device.pci.GuestMemory;
import org.gale.engine.storm.model.IoDrive;
import org.gale.engine.storm.model.Mistake;
import org.gale.engine.storm.scenario.SettingValues;

/**
 * Deliberate mistake of a drive, if its job asks for one, and how often it acted. Owner: the answering thread.
 * <pre>
 *   timer-once    the timer of coalescing of a queue is set once: fewer completions than the threshold wait for ever
 *   enable-last   a queue was found empty ... 100us, in which a doorbell is forgotten ... doorbell on
 *   phase-first, interrupt-first: see {@link LateEntries}
 * </pre>
 */
final class WrongDrive
{
    private final Mistake mistake;                                  // null of a right drive
    private final int[] entered;                                    // requests, by submission queue
    private final long[] deafUntilNs;
    private final LateEntries late;                                 // null of a drive that writes in the right order
    private long acted;

    /**
     * Makes the mistake of a drive that is idle.
     *
     * @param values of all settings of the kind {@code io}
     * @param queues I/O queues
     * @param memory of the guest
     */
    WrongDrive(final SettingValues values, final int queues, final GuestMemory memory)
    {
        this.mistake = Mistake.of("io", values);
        this.entered = new int[queues + 1];
        this.deafUntilNs = new long[queues + 1];
        this.late = mistake == Mistake.PHASE_FIRST || mistake == Mistake.INTERRUPT_FIRST ?
            new LateEntries(memory, mistake) : null;
    }

    /**
     * Returns what the mistake did.
     *
     * @param lost      requests that the doorbells lost
     * @param doorbells the first of these, a line each
     */
    NvmeResult.Wrong result(final long lost, final List<String> doorbells)
    {
        final List<String> named = new ArrayList<>(doorbells);
        if (late != null)
        {
            named.addAll(late.named());
        }

        return new NvmeResult.Wrong(mistake, late == null ? acted : late.acted(), lost,
            late == null ? 0 : late.invented(), List.copyOf(named));
    }

    /** {@return the entries that the drive writes late, or null} */
    LateEntries late()
    {
        return late;
    }

    /** Notes an interrupt of a queue. */
    void interrupted(final int queue)
    {
        if (late != null)
        {
            late.interrupted(queue);
        }
    }

    /** Writes the entries that are due. */
    GuestMemory.Access write(final long nowNs)
    {
        return late == null ? GuestMemory.Access.DONE : late.write(nowNs);
    }

    /** Returns the time of the next write; {@link Long#MAX_VALUE} if there is none. */
    long nextNs()
    {
        return late == null ? Long.MAX_VALUE : late.nextNs();
    }

    /** Returns the drive of a job, with its mistake if that is one of the drive. */
    IoDrive drive(final SettingValues values, final long seed, final int queues, final int slots)
    {
        return mistake == Mistake.TIMER_ONCE ? new TimerOnce(values, seed, queues, slots) :
            new IoDrive(values, IoDrive.service(values, seed), queues, slots);
    }

    /** Notes that a request of a submission queue is fetched. */
    void fetched(final int queue)
    {
        entered[queue]++;
    }

    /**
     * Notes that a request of a submission queue is complete.
     *
     * @param isEmpty whether the queue has no other one
     */
    void completed(final int queue, final boolean isEmpty, final long nowNs)
    {
        entered[queue]--;
        if (mistake == Mistake.ENABLE_LAST && isEmpty && entered[queue] == 0)
        {
            deafUntilNs[queue] = nowNs + Mistake.STEP_NS;
        }
    }

    /** Returns whether a doorbell of a submission queue is forgotten now. */
    boolean forgets(final int queue, final long nowNs)
    {
        final boolean isDeaf = queue > 0 && queue < deafUntilNs.length && nowNs < deafUntilNs[queue];
        acted += isDeaf ? 1 : 0;

        return isDeaf;
    }

    /** Forgets the queues, which have no requests any more. */
    void forget()
    {
        Arrays.fill(entered, 0);
        Arrays.fill(deafUntilNs, 0);
    }

    /** Drive that sets the timer of coalescing once for each queue. */
    private final class TimerOnce extends IoDrive
    {
        private final BitSet wasSet = new BitSet();

        TimerOnce(final SettingValues values, final long seed, final int queues, final int slots)
        {
            super(values, service(values, seed), queues, slots);
        }

        @Override
        protected void arm(final int event, final long ns)
        {
            if (wasSet.get(event))
            {
                acted++;
                return;
            }
            wasSet.set(event);
            super.arm(event, ns);
        }
    }
}
