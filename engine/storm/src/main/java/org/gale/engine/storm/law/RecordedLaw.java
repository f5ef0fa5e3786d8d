package org.gale.engine.storm.law;

import java.util.Map;
import org.gale.engine.storm.result.RecordedKind;

/**
 * Law of one number of a recording: each of its events is raised, unless it finds the wire of a timer high. The handler
 * that takes it runs for the service time of its last event, once. Owned by the thread that drives the model.
 */
final class RecordedLaw extends QueueLaw
{
    private final RecordedCourse course;
    private final int event;
    private long serviceNs;                                         // of its last event, or UNKNOWN
    private long leftNs;                                            // of the handler that runs, or UNKNOWN
    private boolean isHigh;
    private boolean isToRaise;
    private long offered;

    RecordedLaw(final Call call, final RecordedCourse course, final int event)
    {
        super(call);
        this.course = course;
        this.event = event;
    }

    @Override
    public void seeded(final int source, final long seed)
    {
        final String fault = course.move(seed);
        if (fault != null)
        {
            breaks(fault);
        }
    }

    @Override
    public void expired(final int source)
    {
        touch();
        final String fault = course.next(source, event, nowNs());
        if (fault != null)
        {
            breaks(fault);
        }
        offered++;
        serviceNs = course.serviceNs();
        isToRaise = !isHigh;
        if (isHigh)
        {
            course.merge();
        }
    }

    @Override
    void raised()
    {
        if (!isToRaise)
        {
            breaks(isHigh ? "it raises a wire that is high" : "it raises an event that is not recorded");
        }
        isToRaise = false;
        isHigh = course.kind(event) == RecordedKind.TIMER;
    }

    @Override
    void acted()
    {
        if (isToRaise)
        {
            breaks("a recorded event was due, and is not raised");
        }
    }

    @Override
    void begun()
    {
        leftNs = serviceNs;
    }

    @Override
    void prolonged(final long ns)
    {
        if (leftNs != UNKNOWN && ns != leftNs)
        {
            breaks("its handler runs for " + ns + " ns more, and its service takes " + leftNs);
        }
        leftNs = 0;
    }

    @Override
    boolean countsWork()
    {
        return true;
    }

    @Override
    long work()
    {
        return offered;
    }

    @Override
    void completed()
    {
        breaks("a recorded device completes no requests");
    }

    @Override
    void ended()
    {
        isHigh = false;
    }

    @Override
    long dueNs()
    {
        return course.dueNs();
    }

    @Override
    void addTo(final Map<String, Long> counts)
    {
        counts.merge("recorded.offered", offered, Long::sum);
    }
}
