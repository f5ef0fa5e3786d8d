package org.gale.engine.storm.law;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.Hold;
import org.gale.engine.storm.scenario.ModelShape;

/**
 * Law of a queue of a drive. A request that was submitted is posted and taken by the next handler that ends. Each
 * interrupt has a reason: a threshold of completions, or a time since the first of them, and none is left out. The time
 * of a request ends no earlier than it was to, and none is left behind others whose times end later. Owned by the
 * thread that drives the model.
 */
final class IoLaw extends QueueLaw
{
    private static final int NONE = -1;

    private final long depth;
    private final long threshold;
    private final long timeNs;
    private final boolean isThinking;
    private final long[] overNs;                                    // by request: end of its time, or NEVER
    private final boolean[] thinks;                                 // by request: its next time is one of thought
    private final DrawLaw service;
    private final DrawLaw think;
    private int cursor;                                             // of the request that the next one is compared with
    private long submitted;
    private long posted;
    private final boolean isUnlimited;                              // nothing waits for others in service
    private long serving;
    private long served;
    private long taken;
    private long since;                                             // posted since the last interrupt
    private long firstNs;                                           // of these
    private final long[] submittedNs;                               // by request
    private final int[] inOrder;                                    // posted, in this order: a ring
    private int current = NONE;                                     // request that was posted or taken last
    private long byThreshold;
    private long byTime;
    private boolean isShut;
    private boolean wasShut;
    private final ArrayDeque<Integer> parked = new ArrayDeque<>();  // requests that nobody has submitted since

    IoLaw(final Call call, final ModelShape shape, final int queues)
    {
        super(call);
        depth = Keys.number(shape, "depth");
        isUnlimited = Keys.number(shape, "parallel") >= depth * queues;
        threshold = Keys.number(shape, "coalesce.threshold");
        timeNs = Keys.number(shape, "coalesce.time");
        isThinking = !Keys.isZero(shape, "think");
        service = Keys.times(shape, "service");
        think = Keys.times(shape, "think");
        thinks = new boolean[(int)depth];
        overNs = new long[(int)depth];
        Arrays.fill(overNs, NEVER);
        submittedNs = new long[(int)depth];
        inOrder = new int[(int)depth];
    }

    @Override
    public void submitted(final int count)
    {
        touch();
        submitted += count;
        if (isShut)
        {
            invents(NumberText.counted(count, "request") + " submitted to a queue that is shut down");
        }
        current = parked.isEmpty() ? current : parked.remove();
        if (current != NONE)
        {
            submittedNs[current] = nowNs();
        }
        if (submitted > depth + taken)
        {
            breaks(submitted + " requests were submitted, with " + depth + " at a time and " + taken + " taken");
        }
    }

    @Override
    public void posted(final int count)
    {
        touch();
        firstNs = since == 0 ? nowNs() : firstNs;
        inOrder[(int)(posted % depth)] = current;
        posted += count;
        since += count;
        if (posted > submitted)
        {
            invents(posted + " requests were completed of " + submitted + " that were submitted");
        }
    }

    @Override
    public void timed(final int request, final long ns)
    {
        if (overNs[request] != NEVER)
        {
            breaks("request " + request + " has a time until " + ns + " ns, and one until " + overNs[request]);
        }
        overNs[request] = ns;
        serving += thinks[request] ? 0 : 1;
        breaks((thinks[request] ? think : service).drawn(ns - nowNs()));
        thinks[request] = isThinking && !thinks[request];
    }

    @Override
    public void timeOver(final int request)
    {
        touch();
        final long ns = overNs[request];
        current = request;
        final int ended = isThinking && !thinks[request] ? 0 : 1;
        serving -= ended;
        served += ended;
        park(ended == 0);
        overNs[request] = NEVER;
        cursor = cursor + 1 == overNs.length ? 0 : cursor + 1;
        if (ns > nowNs())
        {
            breaks("request " + request + (ns == NEVER ? " continues, and has no time to pass" :
                " has a time until " + ns + " ns, and goes on at " + nowNs() + " ns"));
        }
        else if (overNs[cursor] < ns)
        {
            breaks("request " + request + ", whose time was over at " + ns + " ns, goes on before request " + cursor +
                ", whose was at " + overNs[cursor] + " ns");
        }
    }

    @Override
    public void claimed(final int request)
    {
        boolean isPosted = false;
        for (long entry = taken; entry < posted; entry++)
        {
            isPosted |= inOrder[(int)(entry % depth)] == request;
        }
        if (!isPosted)
        {
            invents("request " + request + " is taken as complete, and its device has not completed it");
        }
    }

    @Override
    boolean countsWork()
    {
        return true;
    }

    @Override
    long work()
    {
        return posted;
    }

    @Override
    void raised()
    {
        held(Hold.MODERATION, since == 0 ? nowNs() : firstNs);
        final long lateNs = announcedNs() - firstNs - timeNs;
        if (since > 0 && firstNs < nowNs() && announcedNs() != QueueLaw.UNKNOWN && timeNs > 0 && lateNs > 0)
        {
            breaks("it goes on " + lateNs + " ns after its time since the first of " +
                NumberText.counted(since, "completion") + " was over, and interrupts then");
        }
        else if (since >= threshold)
        {
            byThreshold++;
        }
        else if (since > 0 && nowNs() >= firstNs + timeNs)
        {
            byTime++;
        }
        else if (served <= posted)                                  // else its completion is missing, which is lost
        {
            invents("it interrupts for " + NumberText.counted(since, "completion") +
                ", before its threshold and its time");
        }
        since = 0;
    }

    @Override
    void acted()
    {
        if (wasShut && !isShut && !parked.isEmpty())
        {
            loses(NumberText.counted(parked.size(), "request") + " waited for the queue, and not submitted");
        }
        wasShut &= isShut;
        if (since >= threshold)
        {
            loses(NumberText.counted(since, "completion") + " since the last interrupt, and no interrupt is sent");
        }
        if (isUnlimited && submitted - posted != serving)
        {
            loses((submitted - posted) + " requests were submitted and are not complete, and " + serving +
                " are in service");
        }
    }

    @Override
    void begun()
    {
        // The driver takes requests when its handler ends.
    }

    @Override
    void completed()
    {
        current = inOrder[(int)(taken % depth)];
        taken++;
        park(!isThinking);
    }

    @Override
    long submittedNs()
    {
        return taken > posted || current == NONE ? UNKNOWN : submittedNs[current];
    }

    @Override
    void ended()
    {
        final long unsubmitted = depth + taken - submitted;
        if (taken != posted)
        {
            final String takenOf = "a handler has ended with " + taken + " requests taken of " + posted +
                " that were posted";
            if (taken < posted)
            {
                loses(takenOf);
            }
            else
            {
                invents(takenOf);
            }
        }
        else if (unsubmitted != parked.size() && !isThinking)
        {
            breaks("a handler has ended with " + unsubmitted + " requests that are not submitted again");
        }
    }

    @Override
    long dueNs()
    {
        return since > 0 ? firstNs + timeNs : submitted > posted ||
            submitted + parked.size() < depth + taken ? SOME_TIME : NEVER;
    }

    @Override
    void shut(final boolean shuts)
    {
        isShut = shuts;
        wasShut = true;
    }

    /** Notes that the request of the call in progress waits, if it would be submitted now to a queue that is open. */
    private void park(final boolean isToSubmit)
    {
        if (isShut && isToSubmit)
        {
            parked.add(current);
        }
    }

    @Override
    boolean isUnderWay()
    {
        return submitted != taken;
    }

    @Override
    void addTo(final Map<String, Long> counts)
    {
        counts.merge("io.submitted", submitted, Long::sum);
        counts.merge("io.posted", posted, Long::sum);
        counts.merge("io.taken", taken, Long::sum);
        counts.merge("io.by_threshold", byThreshold, Long::sum);
        counts.merge("io.by_time", byTime, Long::sum);
    }
}
