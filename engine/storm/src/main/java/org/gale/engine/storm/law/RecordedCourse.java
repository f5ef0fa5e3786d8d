package org.gale.engine.storm.law;

import java.util.Arrays;
import java.util.function.ToLongFunction;
import org.gale.engine.storm.model.TraceCourse;
import org.gale.engine.storm.model.TraceTraffic;
import org.gale.engine.storm.result.RecordedKind;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.TraceSettings;

/**
 * Second course of the events that a device repeats of a trace, which is read a second time. Events come in the order
 * of the trace, each at its time of each turn, and what one vector of the trace has sent has one number. Times and
 * numbers of some events of a long trace are compared. Owned by the thread that drives the model.
 */
final class RecordedCourse
{
    private static final int NONE = -1;

    private final TraceCourse trace;
    private final double speed;
    private final long lengthNs;
    private final long phaseNs;                                     // that the job asks for, or TraceTraffic.SPREAD
    private final int[] numbers;                                    // by source of the trace, or NONE
    private final int[] sources;                                    // by number: a source that has it, or NONE
    private final RecordedKind[] kinds;                               // by number
    private final long[] offered = new long[RecordedKind.values().length];
    private long merged;
    private long shiftNs;
    private long turnNs;
    private int last = NONE;
    private long serviceNs;

    /**
     * Makes the course of a device.
     *
     * @param events of the device
     */
    RecordedCourse(final ModelShape shape, final int events)
    {
        this(TraceTraffic.course(shape.values()), speed(shape.values()), shape.values().get(TraceTraffic.PHASE),
            events);
    }

    RecordedCourse(final TraceCourse trace, final double speed, final long phaseNs, final int events)
    {
        this.trace = trace;
        this.speed = speed;
        this.phaseNs = phaseNs;
        final long spanNs = trace.lastNs();
        lengthNs = Math.max(scaled(trace.chosenLastNs()) + 1,
            scaled(spanNs + Math.max(1, spanNs / Math.max(1, trace.events() - 1))));
        numbers = new int[trace.sources()];
        Arrays.fill(numbers, NONE);
        sources = new int[events];
        Arrays.fill(sources, NONE);
        kinds = new RecordedKind[events];
        Arrays.setAll(kinds, trace::kindOfNumber);
    }

    private static double speed(final SettingValues values)
    {
        return values.has(TraceSettings.SPEED) ? values.get(TraceSettings.SPEED) : 1;
    }

    private long scaled(final long ns)
    {
        return (long)Math.floor(ns / speed);
    }

    /**
     * Moves all events by a phase, before the first one.
     *
     * @return how it differs from the one that the job asks for, or null
     */
    String move(final long ns)
    {
        shiftNs = ns % lengthNs;

        return ns >= 0 && (phaseNs == TraceTraffic.SPREAD ? ns < lengthNs : ns == phaseNs) ? null :
            "its phase is " + ns + " ns, and a turn takes " + lengthNs;
    }

    /**
     * Takes the next event.
     *
     * @param index  of the event in the trace, as the model says
     * @param number that it is raised with
     * @return how it differs from the course, or null
     */
    String next(final int index, final int number, final long nowNs)
    {
        final String fault = last == NONE ? first(index, number) :
            index == after(last) ? null : "event " + index + " of its trace comes after event " + last;
        turnNs += last != NONE && index == 0 ? lengthNs : 0;
        last = index;
        serviceNs = QueueLaw.UNKNOWN;
        if (fault != null || !trace.isKept(index))
        {
            return fault;
        }
        serviceNs = trace.serviceNs(index);
        final long ns = turnNs + scaled(trace.timeNs(index));
        final int source = trace.source(index);
        offered[trace.kind(source).index()]++;

        return nowNs < ns ? "event " + index + " of its trace is due at " + ns + " ns, and comes at " + nowNs :
            isOf(source, number) ? null : "event " + index + " of its trace has number " + number +
            ", and another of the same source " + numbers[source] + ", or another source has that number";
    }

    private int after(final int index)
    {
        return index + 1 == trace.count() ? 0 : index + 1;
    }

    /** Takes the first event: one that a phase moves to the begin, or the first one of the trace. */
    private String first(final int index, final int number)
    {
        final long fromNs = lengthNs - shiftNs;
        final boolean isMoved = !trace.isKept(index) || scaled(trace.timeNs(index)) >= fromNs;
        final boolean isAfterLess =
            index == 0 || !trace.isKept(index - 1) || scaled(trace.timeNs(index - 1)) < fromNs;
        turnNs = isMoved ? shiftNs - lengthNs : shiftNs;

        return isAfterLess && (isMoved || index == 0) ? null : "event " + index +
            " of its trace comes first, as number " + number + ", with a phase of " + shiftNs + " ns";
    }

    /** Learns the number of a source; returns whether it is the one that it had, and no other source can have it. */
    private boolean isOf(final int source, final int number)
    {
        final RecordedKind kind = trace.kind(source);
        final boolean isFree = sources[number] == NONE || kind == RecordedKind.TIMER;     // some share one, of one vCPU
        if (numbers[source] == NONE && isFree && kind == kind(number))
        {
            numbers[source] = number;
            sources[number] = source;
        }

        return numbers[source] == number;
    }

    /** Returns the kind of a number. */
    RecordedKind kind(final int number)
    {
        return kinds[number];
    }

    /** Returns the service time of the event that was taken; {@link QueueLaw#UNKNOWN} of one that is not kept. */
    long serviceNs()
    {
        return serviceNs;
    }

    /** Returns when the next event is due; {@link QueueLaw#SOME_TIME} if nobody knows. */
    long dueNs()
    {
        if (trace.count() == 0)
        {
            return QueueLaw.NEVER;
        }
        final int next = after(last);

        return last == NONE || !trace.isKept(next) ? QueueLaw.SOME_TIME :
            turnNs + (next == 0 ? lengthNs : 0) + scaled(trace.timeNs(next));
    }

    /** Notes that the event which was taken finds its wire high. */
    void merge()
    {
        merged++;
    }

    /** Returns the events that have found their wire high. */
    long merged()
    {
        return merged;
    }

    /** {@return how what a model counts by kinds differs, or null; of a long trace nobody knows} */
    String fault(final ToLongFunction<RecordedKind> counted)
    {
        String fault = null;
        for (final RecordedKind kind : RecordedKind.values())
        {
            final long count = offered[kind.index()];
            fault = fault != null || !trace.isWhole() || counted.applyAsLong(kind) == count ? fault :
                "it counts " + counted.applyAsLong(kind) + ' ' + kind.words() + ", and its trace has " + count;
        }

        return fault;
    }
}
