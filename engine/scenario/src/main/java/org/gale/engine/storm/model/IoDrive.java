package org.gale.engine.storm.model;

import java.util.Arrays;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingType;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.VirtualSettings;

/**
 * Drive with queues of requests: serves a number of requests at a time, in the order in which they arrived, and
 * coalesces the interrupts of its queues as NVMe does. It decides by the times that it is given. Owned by one thread.
 * <pre>
 *   enter ──► waits ── at most `parallel` ──► in service ── service time ──► posted ── threshold or time ──► interrupt
 * </pre>
 */
public class IoDrive
{
    /** Limit of the requests of a device. */
    static final int REQUEST_LIMIT = 1 << 20;

    private static final int THRESHOLD_LIMIT = 256;
    private static final long TIME_UNIT_NS = 100_000;
    private static final long TIME_LIMIT_NS = 255 * TIME_UNIT_NS;

    static final Setting<Distribution> SERVICE =
        Setting.of("service", Setting.Group.PROFILE, VirtualSettings.time("T|DIST", "a service"))
        .defaultValue(new Distribution.Lognormal(80_000, 0.4)).help("");
    static final Setting<Long> PARALLEL = Setting.of("parallel", Setting.Group.PROFILE, SettingType.COUNT)
        .between(1, REQUEST_LIMIT).defaultValue(64L).help("");
    static final Setting<Long> THRESHOLD =
        Setting.of("coalesce.threshold", Setting.Group.PROFILE, SettingType.COUNT)
        .between(1, THRESHOLD_LIMIT).defaultValue(1L).help("");
    static final Setting<Long> TIME =
        Setting.of("coalesce.time", Setting.Group.PROFILE, SettingType.DURATION.readBy(IoDrive::time))
        .between(0, TIME_LIMIT_NS).defaultValue(0L).help("");

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
        parallel = Math.min(values.get(PARALLEL).intValue(), requests);
        threshold = values.get(THRESHOLD).intValue();
        timeNs = values.get(TIME);
        timed = new TimedItems(parallel + others);
        timers = new EarliestTimes(events);
        waiting = new int[requests];
        posted = new int[events];
        firstNs = new long[events];
    }

    private static long time(final String text)
    {
        final long ns = Quantity.durationOrZeroNs(text);
        if (ns % TIME_UNIT_NS != 0)
        {
            throw new IllegalArgumentException("'" + text + "' is no multiple of 100us (try 100us, or 0 for none)");
        }
        if (ns > TIME_LIMIT_NS)
        {
            throw new IllegalArgumentException("'" + text + "' is longer than 25.5ms (try 100us, or 0 for none)");
        }

        return ns;
    }

    /** Returns the times of service of a drive, which follow from a seed. */
    public static Draw service(final SettingValues values, final long seed)
    {
        return Draws.of(values.get(SERVICE), seed);
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
        return values.get(THRESHOLD).intValue();
    }

    /** Returns the time after which fewer completions make an interrupt, ns, as a job says. */
    public static long timeNs(final SettingValues values)
    {
        return values.get(TIME);
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

    /** Takes a request into service, or lets it wait after others. */
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
            arm(event, nowNs + timeNs);
        }

        return false;
    }

    /** Sets the timer of coalescing of a queue. */
    protected void arm(final int event, final long ns)
    {
        timers.set(event, ns);
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
