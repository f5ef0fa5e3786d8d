package org.gale.engine.storm.costs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/**
 * Calls of a function graph, nested by thread. The time of a call that bears a cost is its duration without the calls
 * inside that bear another cost, and without interrupts. Owner: the calling thread.
 */
final class GraphCalls
{
    private final Map<String, Deque<Call>> stacks = new HashMap<>();
    private final Map<HostFunctions.Row, Samples> samples = new LinkedHashMap<>();
    private final Map<String, Long> cut = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    /** Call that has begun. */
    private static final class Call
    {
        private final GraphRow row;
        private final Place place;
        private final Set<String> inside = new HashSet<>();
        private final List<Ended> ended = new ArrayList<>();
        private long insideNs;
        private int cpu;

        private Call(final GraphRow row, final Place place)
        {
            this.row = row;
            this.place = place;
            this.cpu = row.cpu();
        }
    }

    /**
     * Call that has ended, of a function that the table names.
     *
     * @param row     of the table; null for a call without a cost
     * @param wholeNs duration
     * @param ownNs   part of it that is of this cost
     * @param place   of its beginning
     */
    private record Ended(HostFunctions.Row row, long wholeNs, long ownNs, Place place)
    {
        /** Returns whether the call bears the cost that a call which it is inside only stands in for. */
        boolean isExactFor(final HostFunctions.Row outer)
        {
            return row != null && row.isExact() && !outer.isExact() && row.cost() == outer.cost();
        }

        /** Returns whether the time is not of the cost of a call that this one is inside. */
        boolean isOther(final HostFunctions.Row outer)
        {
            return row == null || row.isInterrupt() || row.function().equals(outer.less()) ||
                (row.isExact() && row.cost() != outer.cost());
        }
    }

    /** Times of the calls of a row. */
    static final class Samples
    {
        private final List<Long> ns = new ArrayList<>();
        private Place place;
        private long less;

        List<Long> ns()
        {
            return ns;
        }

        /** Returns the place of the first call. */
        Place place()
        {
            return place;
        }

        /** Returns the number of calls with calls inside that were deducted. */
        long less()
        {
            return less;
        }
    }

    /**
     * Adds a row.
     *
     * @throws JobException if it contradicts those before
     */
    void add(final GraphRow row, final Place place)
    {
        switch (row.kind())
        {
            case BEGIN -> begin(row, place);
            case CALL ->
            {
                final Deque<Call> stack = stack(row, place);
                end(new Call(row, place), row, stack, place);
            }
            case END -> endLast(row, place);
            case SWITCH -> cut(row.thread());
            case LOST -> stacks.forEach((thread, stack) ->
            {
                if (!stack.isEmpty() && stack.peek().cpu == row.cpu())
                {
                    cut(thread);
                }
            });
            default ->
            {
                // no call
            }
        }
    }

    /** Ends the text: calls that have not ended are cut. */
    void end()
    {
        stacks.keySet().forEach(this::cut);
    }

    Map<HostFunctions.Row, Samples> samples()
    {
        return samples;
    }

    /** Returns how many calls of a function began and did not end. */
    long cutCalls(final String function)
    {
        return cut.getOrDefault(function, 0L);
    }

    /** Returns whether the text has a call of a function that the table names. */
    boolean isSeen(final String function)
    {
        return seen.contains(function);
    }

    private void begin(final GraphRow row, final Place place)
    {
        stack(row, place).push(new Call(row, place));
    }

    /** Returns the calls that a call is inside, the last one first. */
    private Deque<Call> stack(final GraphRow row, final Place place)
    {
        final Deque<Call> stack = stacks.computeIfAbsent(row.thread(), thread -> new ArrayDeque<>());
        final Call last = stack.peek();
        if (last != null && row.depth() <= last.row.depth())
        {
            throw new JobException(place, row.function() + " is no deeper than " + last.row.function() + " of line " +
                last.place.line() + ", which has not ended (is a line missing, or are blanks?)");
        }
        if (last != null)
        {
            last.cpu = row.cpu();
        }

        return stack;
    }

    private void endLast(final GraphRow row, final Place place)
    {
        final Deque<Call> stack = stacks.computeIfAbsent(row.thread(), thread -> new ArrayDeque<>());
        final Call last = stack.peek();
        if (last == null)
        {
            cut.merge(row.function(), 1L, Long::sum);
            return;
        }
        if (last.row.depth() != row.depth() ||
            (!row.function().isEmpty() && !row.function().equals(last.row.function())))
        {
            throw new JobException(place, "ends " + (row.function().isEmpty() ? "another call" : row.function()) +
                ", and the last that began is " + last.row.function() + " of line " + last.place.line() +
                " (is a line missing, or are blanks?)");
        }
        stack.pop();
        end(last, row, stack, place);
    }

    /** Ends a call, which is in the stack no more. */
    private void end(final Call call, final GraphRow row, final Deque<Call> stack, final Place place)
    {
        final long ns = row.ns();
        if (call.insideNs > ns + row.unitNs())
        {
            throw new JobException(place, call.row.function() + " took " + MeasuredCost.text((double)ns) +
                ", and the calls inside " + MeasuredCost.text((double)call.insideNs) + " (is the text changed?)");
        }
        if (!stack.isEmpty())
        {
            stack.peek().insideNs += ns;
        }
        final String function = call.row.function();
        if (HostFunctions.isNamed(function))
        {
            seen.add(function);
            final Call outer = outer(stack);
            end(call, ns, outer);
            if (outer != null)
            {
                outer.inside.add(function);
            }
        }
    }

    /** Returns the innermost call in a stack that may bear a cost; null for none. */
    private static Call outer(final Deque<Call> stack)
    {
        for (final Call call : stack)
        {
            if (HostFunctions.isTimed(call.row.function()))
            {
                return call;
            }
        }

        return null;
    }

    private void end(final Call call, final long ns, final Call outer)
    {
        final String function = call.row.function();
        if (!HostFunctions.isTimed(function))
        {
            return;
        }
        final HostFunctions.Row row = HostFunctions.find(function, call.inside);
        if (outer != null && (row == null || !row.isInterrupt()))
        {
            outer.inside.addAll(call.inside);
        }
        if (row != null && call.ended.stream().anyMatch(one -> one.isExactFor(row)))
        {
            call.ended.forEach(one -> put(one, outer));
            return;
        }
        long ownNs = ns;
        for (final Ended one : call.ended)
        {
            if (row == null || one.isOther(row))
            {
                ownNs -= one.wholeNs;
                keep(one);
            }
            else
            {
                ownNs -= one.wholeNs - one.ownNs;
            }
        }
        put(new Ended(row, ns, Math.max(0, ownNs), call.place), outer);
    }

    /** Hands a call that has ended to the one that it is inside. */
    private void put(final Ended ended, final Call outer)
    {
        if (outer == null)
        {
            keep(ended);
        }
        else
        {
            outer.ended.add(ended);
        }
    }

    private void keep(final Ended ended)
    {
        if (ended.row == null)
        {
            return;
        }
        if (ended.wholeNs > Cost.LIMIT_NS)
        {
            throw new JobException(ended.place, ended.row.function() + " took " +
                MeasuredCost.text((double)ended.wholeNs) + ", and the most of a cost is 1 s (is the text changed?)");
        }
        final Samples all = samples.computeIfAbsent(ended.row, row -> new Samples());
        all.place = all.place == null ? ended.place : all.place;
        all.ns.add(ended.ownNs);
        all.less += ended.ownNs < ended.wholeNs ? 1 : 0;
    }

    private void cut(final String thread)
    {
        final Deque<Call> stack = stacks.getOrDefault(thread, new ArrayDeque<>());
        stack.forEach(call -> cut.merge(call.row.function(), 1L, Long::sum));
        stack.clear();
    }
}
