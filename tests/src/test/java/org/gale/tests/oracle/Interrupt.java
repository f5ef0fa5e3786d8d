package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Interrupt from its message to the end of its handler. */
final class Interrupt
{
    private static final long NEVER = -1;

    final StormJob.Device device;
    final int event;
    final boolean isTimer;
    final int priority;
    final long intendedNs;
    final long raisedNs;
    /** Number of the interrupt among those that its event raised or merged with, from 0. */
    final int number;
    /** vCPU that it was raised for, and the one that handles it. */
    Vcpu owner;
    Vcpu handler;
    /** PE on which its handler ended. */
    int pe;
    boolean isVisible;
    /** Distance of the ID under which it waits from the first one of its vector. */
    int idOffset;
    /** Whether a hardware table holds it, and not software. */
    boolean isInTable;
    boolean isListed;
    /** Whether its line was still high when its handler ended, so that it came again, and is in no account. */
    boolean isAgain;
    /** Whether reports sample it. */
    boolean isDrawn;
    /** Whether its guest runs no handler for it, as it is in progress on another vCPU. */
    boolean isDropped;
    /** Whether it has lived through a migration of its VM. */
    boolean hasMigrated;
    String path;
    String route;
    long heldNs;
    /** Number of the command that raised it, of a vector; 0 of others. */
    long command;
    /** Time of its acknowledge. */
    long beganNs;
    /** Time at which its handler ended; {@link #NEVER} while it runs. */
    long endedNs = NEVER;
    /** When the thread of its handler may run, for how long that or its softirq has to, and when it ended. */
    long wokenNs;
    long workNs;
    long handedOverNs = NEVER;
    /** Interrupts of the same LPI that came after it, and that its thread does with it. */
    final List<Interrupt> merged = new ArrayList<>();
    /** Whether its softirq polls, and whether the last poll has found as many packets as it takes. */
    boolean polls;
    boolean isFull;
    /** Whether a timer of its guest polls its device again, long after it was handed over; and when. */
    boolean isTimed;
    long timedNs;
    private final Map<String, Long> stages = new LinkedHashMap<>();

    Interrupt(
        final StormJob.Device device, final int event, final boolean isTimer, final int priority,
        final long intendedNs, final long raisedNs, final int number)
    {
        this.device = device;
        this.event = event;
        this.isTimer = isTimer;
        this.priority = priority;
        this.intendedNs = intendedNs;
        this.raisedNs = raisedNs;
        this.number = number;
    }

    boolean isOfLine()
    {
        return device.stream().kind().equals("line");
    }

    int vm()
    {
        return device.stream().vm().index();
    }

    int group()
    {
        return device.stream().vm().group().index();
    }

    int lpi()
    {
        return device.firstLpi() + event;
    }

    /** Returns whether the guest takes this one before another. */
    boolean isBefore(final Interrupt other)
    {
        if (priority != other.priority)
        {
            return priority < other.priority;
        }

        return rank() != other.rank() ? rank() < other.rank() :
            lpi() + idOffset < other.lpi() + other.idOffset;
    }

    /** Returns the place of its type among interrupts of one priority: PPIs, LPIs, SPIs. */
    private int rank()
    {
        return isTimer ? 0 : isOfLine() ? 2 : 1;
    }

    /** Returns whether its latencies are in reports. */
    boolean isMeasured()
    {
        return isDrawn && !isDropped;
    }

    /** Returns the time to its acknowledge. */
    long responseNs()
    {
        return beganNs - intendedNs;
    }

    boolean hasEnded()
    {
        return endedNs != NEVER;
    }

    /** Returns whether the work that its handler left has ended. */
    boolean isHandedOver()
    {
        return handedOverNs != NEVER;
    }

    /** Returns whether its handler leaves work to a thread, or to a softirq. */
    boolean leavesWork()
    {
        return isThreaded() || isSoftirq();
    }

    boolean isThreaded()
    {
        return device.stream().leaves("threaded", event);
    }

    boolean isSoftirq()
    {
        return device.stream().leaves("softirq", event);
    }

    /** Returns whether its device hears of that work in place of its handler. */
    boolean isToldLater()
    {
        return leavesWork() && !device.stream().kind().equals("trace") && !(isSoftirq() && isOfLine());
    }

    /** Returns whether its device hears of the begin of its handler. */
    boolean isToldAtOnce()
    {
        return !isToldLater() || (isSoftirq() && isPolled());
    }

    /** Returns whether its device is polled. */
    boolean isPolled()
    {
        return device.stream().kind().equals("packets");
    }

    /** Returns the time from the end of its handler to that of its work. */
    long leftNs()
    {
        return handedOverNs - endedNs;
    }

    /** Returns the time to the end of its handler. */
    long handledNs()
    {
        return endedNs - intendedNs;
    }

    /** Returns the time of its handler, with all that interrupts it. */
    long deactivatedNs()
    {
        return endedNs - beganNs;
    }

    /** Returns the stages up to the acknowledge by name, in their order: all of them. They add up to the response. */
    Map<String, Long> stages()
    {
        if (stages.isEmpty())
        {
            stages.put("signalled", signalledNs());
            stages.put("woken", ofOwner(Vcpu.Stage.WOKEN));
            stages.put("waiting", 0L);
            stages.put("acknowledged", acknowledgedNs());
            stages.put("waiting", responseNs() - stages.values().stream().mapToLong(Long::longValue).sum());
        }

        return stages;
    }

    private long signalledNs()
    {
        return raisedNs - intendedNs - heldNs + ofOwner(Vcpu.Stage.SIGNALLED);
    }

    /** Returns for how long handlers in front of it ran, or nothing that it could be taken with. */
    private long acknowledgedNs()
    {
        return owner != handler ? 0 : ofOwner(Vcpu.Stage.QUIET) +
            handler.timeIn(Vcpu.Stage.HANDLING, raisedNs, beganNs);
    }

    private long ofOwner(final Vcpu.Stage stage)
    {
        return owner == handler ? handler.timeIn(stage, raisedNs, beganNs) : 0;
    }
}
