package org.gale.engine.trace.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Quantity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.gale.engine.trace.text.LineBytes.startsWith;

/**
 * Times of the work that handlers left in a recording: softirqs without the handlers in them, polls of NICs, and
 * threads of handlers from their wakes on. Owner: the calling thread.
 */
final class LaterTimes
{
    private static final long NONE = -1;
    private static final byte[] SOFTIRQ = "softirq_".getBytes(US_ASCII);
    private static final byte[] NAPI_POLL = "napi_poll".getBytes(US_ASCII);
    private static final byte[] SCHED = "sched_".getBytes(US_ASCII);
    private static final byte[] THREAD = "comm=irq/".getBytes(US_ASCII);
    private static final Pattern ACTION = Pattern.compile("vec=([0-9]{1,2})(?: \\[action=([A-Z_]{1,16})\\])?.*");
    private static final Pattern SWITCH = Pattern.compile(
        "prev_comm=(.{1,16}?) prev_pid=([0-9]{1,10}) .*prev_state=(\\S+) ==> next_comm=(.{1,16}?) " +
        "next_pid=([0-9]{1,10})(?: .*)?");
    private static final Pattern WAKING = Pattern.compile("comm=(irq/.{1,12}?) pid=([0-9]{1,10}) .*");
    private static final String OF_HANDLERS = "irq/";
    private static final String RECEIVING = "NET_RX";
    /** Softirqs that handlers of devices raise. */
    private static final Set<String> OF_DEVICES = Set.of("HI", "NET_TX", RECEIVING, "BLOCK", "IRQ_POLL", "TASKLET");

    private final Map<String, Sum> softirqs = new TreeMap<>();
    private final Map<String, Sum> threads = new TreeMap<>();
    private final NapiPolls polls = new NapiPolls();
    private final Map<String, Long> wokenNs = new HashMap<>();      // by pid
    private final Map<String, Long> workedNs = new HashMap<>();     // by pid: until it was preempted
    private final long[] softirqNs = new long[EventLine.CPU_LIMIT]; // since when one runs on each CPU, or NONE
    private final long[] handlerNs = new long[EventLine.CPU_LIMIT];
    private final long[] threadNs = new long[EventLine.CPU_LIMIT];
    private final long[] nestedNs = new long[EventLine.CPU_LIMIT];
    private long firstNs = Long.MAX_VALUE;
    private long lastNs = Long.MIN_VALUE;

    /** Sum of some work. */
    private static final class Sum
    {
        private long runs;
        private long ns;
        private long wakes;
        private long wakeNs;

        void add(final Sum other)
        {
            runs += other.runs;
            ns += other.ns;
            wakes += other.wakes;
            wakeNs += other.wakeNs;
        }
    }

    LaterTimes()
    {
        Arrays.fill(softirqNs, NONE);
        Arrays.fill(handlerNs, NONE);
        Arrays.fill(threadNs, NONE);
    }

    /** Notes that a handler begins or ends on a CPU, whose softirq or thread stands still meanwhile. */
    void handler(final EventLine event, final boolean isEntry)
    {
        final int cpu = event.cpu();
        span(event.timeNs());
        if (!isEntry && handlerNs[cpu] != NONE)
        {
            nestedNs[cpu] += event.timeNs() - handlerNs[cpu];
        }
        handlerNs[cpu] = isEntry ? event.timeNs() : NONE;
    }

    private void span(final long timeNs)
    {
        firstNs = Math.min(firstNs, timeNs);
        lastNs = Math.max(lastNs, timeNs);
    }

    /** Takes an event that is no handler. */
    void take(final EventLine event)
    {
        span(event.timeNs());
        if (startsWith(event.bytes(), event.eventStart(), event.eventEnd(), SOFTIRQ))
        {
            softirq(event);
        }
        else if (startsWith(event.bytes(), event.eventStart(), event.eventEnd(), NAPI_POLL))
        {
            polls.take(text(event, event.argument(), event.end()));
        }
        else if (startsWith(event.bytes(), event.eventStart(), event.eventEnd(), SCHED) && namesThread(event))
        {
            thread(event);
        }
    }

    private static boolean namesThread(final EventLine event)
    {
        boolean isNamed = false;
        for (int at = event.argument(); at < event.end() && !isNamed; at++)
        {
            isNamed = startsWith(event.bytes(), at, event.end(), THREAD);
        }

        return isNamed;
    }

    private static String text(final EventLine event, final int from, final int to)
    {
        return new String(event.bytes(), from, Math.max(0, to - from), US_ASCII);
    }

    private void softirq(final EventLine event)
    {
        final String name = text(event, event.eventStart(), event.eventEnd());
        final Matcher action = ACTION.matcher(text(event, event.argument(), event.end()));
        final int cpu = event.cpu();
        if (name.equals("softirq_entry"))
        {
            softirqNs[cpu] = event.timeNs();
            nestedNs[cpu] = 0;
        }
        else if (name.equals("softirq_exit") && softirqNs[cpu] != NONE && action.matches())
        {
            final Sum sum = softirqs.computeIfAbsent(
                action.group(2) == null ? action.group(1) : action.group(2), key -> new Sum());
            sum.runs++;
            sum.ns += Math.max(0, event.timeNs() - softirqNs[cpu] - nestedNs[cpu]);
            softirqNs[cpu] = NONE;
        }
    }

    private void thread(final EventLine event)
    {
        final String arguments = text(event, event.argument(), event.end());
        final Matcher waking = WAKING.matcher(arguments);
        if (waking.matches())
        {
            wokenNs.putIfAbsent(waking.group(2), event.timeNs());
            return;
        }
        final Matcher change = SWITCH.matcher(arguments);
        if (change.matches())
        {
            if (change.group(1).startsWith(OF_HANDLERS))
            {
                leaves(event, change.group(1), change.group(2), change.group(3).startsWith("R"));
            }
            if (change.group(4).startsWith(OF_HANDLERS))
            {
                comes(event, change.group(4), change.group(5));
            }
        }
    }

    private void comes(final EventLine event, final String name, final String pid)
    {
        final Long since = wokenNs.remove(pid);
        if (since != null && !workedNs.containsKey(pid))
        {
            final Sum sum = threads.computeIfAbsent(name, key -> new Sum());
            sum.wakes++;
            sum.wakeNs += Math.max(0, event.timeNs() - since);
        }
        threadNs[event.cpu()] = event.timeNs();
        nestedNs[event.cpu()] = 0;
    }

    private void leaves(final EventLine event, final String name, final String pid, final boolean isPreempted)
    {
        final int cpu = event.cpu();
        if (threadNs[cpu] == NONE)
        {
            return;
        }
        final long ns = workedNs.getOrDefault(pid, 0L) + Math.max(0, event.timeNs() - threadNs[cpu] - nestedNs[cpu]);
        threadNs[cpu] = NONE;
        if (isPreempted)
        {
            workedNs.put(pid, ns);
            return;
        }
        workedNs.remove(pid);
        final Sum sum = threads.computeIfAbsent(name, key -> new Sum());
        sum.runs++;
        sum.ns += ns;
    }

    /**
     * Returns lines that say what handlers left, and the keys by which a guest does as much; none of a text without.
     *
     * @param interrupts of devices
     */
    List<String> lines(final long interrupts)
    {
        final List<String> lines = new ArrayList<>();
        final Sum ofDevices = new Sum();
        softirqs.forEach((name, sum) ->
        {
            lines.add("softirq " + name + ": " + NumberText.counted(sum.runs, "run") + ", " +
                NumberText.count(sum.ns / sum.runs) + " ns each");
            ofDevices.add(OF_DEVICES.contains(name) ? sum : new Sum());
        });
        final Sum received = softirqs.getOrDefault(RECEIVING, new Sum());
        lines.addAll(polls.lines(lastNs - firstNs, received.ns));
        final Sum ofThreads = new Sum();
        threads.forEach((name, sum) ->
        {
            lines.add("thread " + name + ": " + NumberText.counted(sum.runs, "run") + ", " +
                NumberText.count(sum.ns / Math.max(1, sum.runs)) + " ns each, awake after " +
                NumberText.count(sum.wakeNs / Math.max(1, sum.wakes)) + " ns");
            ofThreads.add(sum);
        });
        if (ofDevices.ns > 0 && interrupts > 0)
        {
            lines.add("guest: {softirq: {work: " + Quantity.durationText(ofDevices.ns / interrupts) + "}}");
        }
        if (ofThreads.runs > 0 && interrupts > 0)
        {
            lines.add("guest: {threaded: {wake: " +
                Quantity.durationText(ofThreads.wakeNs / Math.max(1, ofThreads.wakes)) + ", work: " +
                Quantity.durationText(ofThreads.ns / interrupts) + "}}");
        }

        return lines;
    }
}
