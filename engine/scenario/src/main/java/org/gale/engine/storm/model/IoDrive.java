package org.gale.engine.storm.model;

import java.util.Arrays;
import org.gale.engine.storm.scenario.SettingValues;

/**
 * Drive behind queues of requests: serves a number of requests at a time, in the order in which they arrived, and
 * coalesces the interrupts of its queues as NVMe does. It decides by the times that it is given. Owned by one thread.
 * <pre>
 *   enter ──► waits ── at most `parallel` ──► in service ── service time ──► posted ── threshold or time ──► interrupt
 * </pre>
 */
public final class IoDrive
{
    private final int parallel;
    private int threshold;
    private long timeNs;
    private final Draw service;
    private final TimedItems timed;
    private final Times times;
    private final EarliestTimes timers;                             // of coalescing, by event
    private final int[] waiting;                                    // a ring of requests
    private final int[] posted;                                     // by event, since its last interrupt
    private final long[] firstNs;                                   // by event, of those posted
    private int waitingHead;
    private int waitingCount;
    private int inService;
    private long sent;
    private long moderatedNs;

    /** Taker of the times that items have to pass. */
    @FunctionalInterface
    interface Times
    {
        /** Takes the time at which that of an item is over. */
        void until(int item, long ns);
    }

    /**
     * Makes an idle drive whose times nobody takes.
     *
     * @param values   of all settings of the kind {@code io}
     * @param service  times of service
     * @param events   queues, each with an interrupt
     * @param requests limit of the requests in the drive
     */
    public IoDrive(final SettingValues values, final Draw service, final int events, final int requests)
    {
        this(values, service, events, requests, 0, (item, ns) -> { });
    }

    /**
     * Makes an idle drive.
     *
     * @param others limit of other items that the caller adds
     * @param times  takes the times of all items
     */
    IoDrive(final SettingValues values, final Draw service, final int events, final int requests, final int others,
        final Times times)
    {
        this.times = times;
        this.service = service;
        parallel = Math.min(values.get(IoModel.PARALLEL).intValue(), requests);
        threshold = values.get(IoModel.THRESHOLD).intValue();
        timeNs = values.get(IoModel.TIME);
        timed = new TimedItems(parallel + others);
        timers = new EarliestTimes(events);
        waiting = new int[requests];
        posted = new int[events];
        firstNs = new long[events];
    }

    /** Returns the times of service of a drive, which follow from a seed. */
    public static Draw service(final SettingValues values, final long seed)
    {
        return Draw.of(values.get(IoModel.SERVICE), seed);
    }

    /**
     * Changes the coalescing from the next completion on.
     *
     * @param completions that make an interrupt by themselves
     * @param ns          time after which fewer make one, ns
     */
    public void coalesce(final int completions, final long ns)
    {
        threshold = completions;
        timeNs = ns;
    }

    /** Returns the completions that make an interrupt by themselves, as a job says. */
    public static int threshold(final SettingValues values)
    {
        return values.get(IoModel.THRESHOLD).intValue();
    }

    /** Returns the time after which fewer completions make an interrupt, ns, as a job says. */
    public static long timeNs(final SettingValues values)
    {
        return values.get(IoModel.TIME);
    }

    /** Returns the time of the next item or interrupt; {@link TrafficModel#NEVER} if there is none. */
    public long nextNs()
    {
        return Math.min(timed.firstNs(), timers.firstNs());
    }

    /** Returns whether an item comes next, rather than an interrupt whose time is over. */
    public boolean isItemFirst()
    {
        return timed.firstNs() <= timers.firstNs();
    }

    /**
     * Takes the first item.
     *
     * @return the request whose service ends, after which {@link #serve} is called; or an item of the caller
     */
    public int takeItem()
    {
        return timed.take();
    }

    /** Adds an item, a request or one of the caller. */
    void addItem(final long ns, final int item)
    {
        times.until(item, ns);
        timed.add(ns, item);
    }

    /** Takes a request into service, or lets it wait behind others. */
    public void enter(final long nowNs, final int request)
    {
        if (inService < parallel)
        {
            inService++;
            addItem(nowNs + service.nextNs(), request);
        }
        else
        {
            final int tail = waitingHead + waitingCount;
            waiting[tail < waiting.length ? tail : tail - waiting.length] = request;
            waitingCount++;
        }
    }

    /** Ends the service of one request, and begins that of the next one. */
    public void serve(final long nowNs)
    {
        inService--;
        if (waitingCount > 0)
        {
            final int request = waiting[waitingHead];
            waitingHead = waitingHead + 1 == waiting.length ? 0 : waitingHead + 1;
            waitingCount--;
            enter(nowNs, request);
        }
    }

    /** Counts a completion of a queue, and returns whether the queue interrupts now. */
    public boolean isPostedForInterrupt(final long nowNs, final int event)
    {
        posted[event]++;
        if (posted[event] == 1)
        {
            firstNs[event] = nowNs;
        }
        if (posted[event] >= threshold)
        {
            interrupt(nowNs, event);
            return true;
        }
        if (posted[event] == 1)
        {
            timers.set(event, nowNs + timeNs);
        }

        return false;
    }

    /** Ends the time of the first queue whose time is over, and returns that queue, which interrupts now. */
    public int timeOut(final long nowNs)
    {
        final int event = timers.first();
        interrupt(nowNs, event);

        return event;
    }

    private void interrupt(final long nowNs, final int event)
    {
        moderatedNs += nowNs - firstNs[event];
        posted[event] = 0;
        timers.set(event, TrafficModel.NEVER);
        sent++;
    }

    /** Drops what a queue has posted without an interrupt. */
    public void drop(final int event)
    {
        posted[event] = 0;
        timers.set(event, TrafficModel.NEVER);
    }

    /** Drops all requests, in service or waiting, and what was posted without an interrupt. */
    public void clear()
    {
        while (timed.count() > 0)
        {
            timed.take();
        }
        waitingCount = 0;
        inService = 0;
        Arrays.fill(posted, 0);
        for (int event = 0; event < posted.length; event++)
        {
            timers.set(event, TrafficModel.NEVER);
        }
    }

    /** Returns whether an interrupt of a queue is held until its time is over. */
    public boolean isHeld(final int event)
    {
        return timers.ns(event) != TrafficModel.NEVER;
    }

    /** Returns the requests in service. */
    public int inService()
    {
        return inService;
    }

    /** Returns the requests that wait. */
    public int waiting()
    {
        return waitingCount;
    }

    /** Returns the items, requests in service among them. */
    int timed()
    {
        return timed.count();
    }

    /** Returns the interrupts that the drive has decided on. */
    public long sent()
    {
        return sent;
    }

    /** Returns how long interrupts were held, ns: from the first completion of each. */
    long moderatedNs()
    {
        return moderatedNs;
    }
}
