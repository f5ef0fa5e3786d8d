package org.gale.engine.storm.law;

import java.util.Arrays;
import java.util.Map;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.OpenStream;

/**
 * Law of a line that devices share: it is high exactly while one of them wants it. A device wants it from its event to
 * the end of a handler that began after the event. Owned by the thread that drives the model.
 */
final class LineLaw extends QueueLaw
{
    private final boolean isQuietLate;                              // devices are quiet after the interrupt has ended
    private boolean isAgain;
    private final OpenStream events;
    private final double meanNs;                                    // between two events of a device
    private final GapCourse[] courses;                              // by device; null of arrivals with bursts
    private final long[] nextNs;                                    // by device
    private final boolean[] wants;                                  // by device
    private final boolean[] isLater;                                // by device: since the handler began
    private int wanting;
    private int later;
    private boolean isHandled;
    private boolean isToRaise;
    private long expiries;
    private long raised;
    private long merged;
    private long stayed;

    LineLaw(final Call call, final ModelShape shape, final int lines)
    {
        super(call);
        isQuietLate = Keys.textOr(shape, "driver", "").equals("eoi-first");
        events = OpenStream.of(shape.values());
        meanNs = lines * 1e9 / events.perS();
        courses = new GapCourse[(int)Keys.number(shape, "share")];
        nextNs = new long[(int)Keys.number(shape, "share")];
        wants = new boolean[nextNs.length];
        isLater = new boolean[nextNs.length];
    }

    @Override
    public void seeded(final int source, final long seed)
    {
        courses[source] = events.spacing().bursts() != null ? null :
            new GapCourse(meanNs, events.spacing().isPoisson(), seed);
    }

    @Override
    public void gap(final int source, final long ns)
    {
        touch();
        final String other = courses[source] == null ? null : courses[source].gap(ns);
        if (other != null)
        {
            breaks("device " + source + " of the line: " + other);
        }
        nextNs[source] += ns;
    }

    @Override
    public void expired(final int source)
    {
        touch();
        if (nowNs() < nextNs[source])
        {
            breaks("device " + source + " of the line wants it " + (nextNs[source] - nowNs()) + " ns early");
        }
        expiries++;
        isToRaise = wanting == 0;
        merged += wanting == 0 ? 0 : 1;
        wanting += wants[source] ? 0 : 1;
        wants[source] = true;
        later += isHandled && !isLater[source] ? 1 : 0;
        isLater[source] = isHandled;
    }

    @Override
    void raised()
    {
        if (!isToRaise)
        {
            breaks("the line is raised, and " + wanting + " of its devices had it high");
        }
        isToRaise = false;
        raised++;
    }

    @Override
    void acted()
    {
        if (isToRaise)
        {
            loses("a device wants the line, which is low, and it is not raised");
        }
    }

    @Override
    void begun()
    {
        isHandled = true;
        if (isAgain)
        {
            Arrays.fill(isLater, false);
            later = 0;
        }
    }

    @Override
    void completed()
    {
        breaks("a line completes no requests");
    }

    @Override
    void ended()
    {
        isHandled = false;
        isAgain = isQuietLate && !isAgain;
        if (isAgain)
        {
            return;                                                 // its devices are quiet when it has come again
        }
        System.arraycopy(isLater, 0, wants, 0, wants.length);
        Arrays.fill(isLater, false);
        wanting = later;
        stayed += later > 0 ? 1 : 0;
        later = 0;
    }

    @Override
    void staysHigh(final boolean isHigh)
    {
        final boolean isDue = (isQuietLate && !isAgain) ? wanting > 0 : later > 0;
        if (isDue && !isHigh)
        {
            loses("the line falls after its handler, and " + later + " of its devices want it");
        }
        else if (isHigh != isDue)
        {
            breaks("the line stays high after its handler, and " + later +
                " of its devices want it");
        }
    }

    @Override
    long dueNs()
    {
        long dueNs = NEVER;
        for (final long ns : nextNs)
        {
            dueNs = Math.min(dueNs, ns);
        }

        return dueNs;
    }

    @Override
    void addTo(final Map<String, Long> counts)
    {
        counts.merge("line.expiries", expiries, Long::sum);
        counts.merge("line.raised", raised, Long::sum);
        counts.merge("line.merged", merged, Long::sum);
        counts.merge("line.stayed", stayed, Long::sum);
    }
}
